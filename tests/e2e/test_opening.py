"""The portal opens in a real browser."""


def test_home_opens_without_a_fault(page):
    assert page.locator("h1").count() == 1
    assert page.faults == []


def test_home_works_without_javascript(plain):
    assert plain.locator("main a").count() > 0


def test_an_editor_signs_in_and_reaches_the_desk(sign_in, editor):
    assert sign_in(editor).locator("#site-name").is_visible()


def test_chinese_is_drawn_with_real_letters(page):
    """Without a Chinese font every character is the same box, and as wide as the next."""
    page.set_content("<canvas id=c width=60 height=60></canvas>")
    drawn = {letter: page.evaluate(DRAW, letter) for letter in "一帮高"}
    assert len(set(drawn.values())) == 3


DRAW = """letter => { const c = document.getElementById("c"), t = c.getContext("2d"); t.clearRect(0, 0, 60, 60);
t.font = "40px sans-serif"; t.fillText(letter, 5, 45); return c.toDataURL(); }"""
