"""Ways of working a page: a mouse, a finger, or the keyboard alone. All three press and type; only how differs."""

from playwright.sync_api import expect

# The element that has the focus can be told by an outline, a frame of shadow, or a changed border.
FOCUS_SEEN = """element => { const style = getComputedStyle(element), box = element.getBoundingClientRect();
return (parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none" || style.boxShadow !== "none")
  && box.bottom > 0 && box.top < innerHeight }"""
FARTHEST = 160  # steps of the Tab key


class Mouse:
    """Clicks, and counts the clicks; typing needs a click into the field first."""

    def __init__(self, page):
        self.page = page
        self.count = 0

    def press(self, selector):
        self.count += 1
        self.page.locator(selector).first.click()

    def type(self, selector, text):
        self.press(selector)
        self.page.keyboard.insert_text(text)

    def choose(self, selector, file):
        """Open the field of a file, and choose one."""
        with self.page.expect_file_chooser() as chooser:
            self.press(selector)
        chooser.value.set_files(file)

    @property
    def clicks(self):
        return self.count


class Finger(Mouse):
    """Taps on a touch screen."""

    def press(self, selector):
        self.count += 1
        self.page.locator(selector).first.tap()


def unfold_menu(hands, menu=".menu summary"):
    """On a phone the navigation is folded."""
    if hands.page.locator(menu).is_visible():
        hands.press(menu)


class Keyboard(Mouse):
    """Reaches everything with Tab, presses with Enter, and sees at each step where the focus is."""

    clicks = 0

    def press(self, selector):
        self.reach(selector)
        self.page.locator(":focus").press("Enter")  # ends, other than the bare key, with the page that it opens

    def type(self, selector, text):
        self.reach(selector)
        self.page.keyboard.insert_text(text)

    def reach(self, selector):
        wanted = self.page.locator(selector).first
        expect(wanted).to_be_attached()
        for _step in range(FARTHEST):
            if wanted.evaluate("element => element === document.activeElement"):
                assert wanted.evaluate(FOCUS_SEEN), f"The focus on {selector} cannot be seen"
                return
            self.page.keyboard.press("Tab")
            self.count += 1
        raise AssertionError(f"{selector} cannot be reached with the Tab key on {self.page.url}")
