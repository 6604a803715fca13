"""Looking at pages as they stand: what is wrong on a wide screen, on a small phone, and with letters twice as large."""

from tests.e2e.conftest import EVERY_SCREEN, PHONE, WIDE, fits

# Looking for barriers takes most of the time, and nine tenths of that go into the contrast of every letter. A page is
# built the same in both languages, and has the same colours on both screens: it is looked at wide in Chinese, with its
# contrasts, and narrow in English. `make soak-pages` has everything looked at everywhere.
NARROW = (320, 360)  # px
LARGE_LETTERS = "size => { document.documentElement.style.fontSize = size }"
# Text that is wider than the box that cuts it off; boxes made for screen readers only are meant to.
CUT_OFF = """() => [...document.body.querySelectorAll("*")].filter(box => {
  const style = getComputedStyle(box);
  return style.overflowX === "hidden" && style.position !== "absolute" && box.clientWidth > 1
    && box.scrollWidth > box.clientWidth + 1;
}).map(box => box.outerHTML.slice(0, 120))"""
# Text that takes several lines in a box narrower than six of its letters; what is for screen readers only is not seen.
SQUEEZED = """() => {
  const blocks = new Map(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const style = box => getComputedStyle(box);
  while (walk.nextNode()) {
    const text = walk.currentNode;
    if (!text.data.trim() || text.parentElement.closest("svg, select, textarea, .visually-hidden")) continue;
    let box = text.parentElement;
    while (["inline", "contents"].includes(style(box).display)) box = box.parentElement;
    if (!blocks.has(box)) blocks.set(box, []);
    blocks.get(box).push(text);
  }
  const clipped = box => box && (style(box).clipPath !== "none" || clipped(box.parentElement));
  const rects = text => {
    const range = document.createRange();
    range.selectNodeContents(text);
    return [...range.getClientRects()].filter(rect => rect.width);
  };
  const found = [];
  for (const [box, texts] of blocks) {
    const own = style(box), size = parseFloat(own.fontSize);
    const ems = (box.clientWidth - parseFloat(own.paddingLeft) - parseFloat(own.paddingRight)) / size;
    if (ems >= 6 || !box.checkVisibility({visibilityProperty: true}) || clipped(box)) continue;
    let lines = 0, bottom = -Infinity;
    for (const line of texts.flatMap(rects).sort((one, other) => one.top - other.top)) {
      if (line.top >= bottom - 2) lines += 1;
      bottom = Math.max(bottom, line.bottom);
    }
    if (lines > 1) found.push(`${ems.toFixed(1)} em, ${lines} lines: ${box.outerHTML.slice(0, 120)}`);
  }
  return found;
}"""
STANDING_OUT = """() => [...document.body.querySelectorAll("*")]
  .filter(box => box.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(-3).map(box => box.outerHTML.slice(0, 120))"""


def two_screens(open_page, **options):
    """The same person at a wide screen and at a small phone, both before an empty page."""
    return [open_page("about:blank", viewport=size, **options) for size in (WIDE, PHONE)]


def visit(screens, address):
    for page in screens:
        page.goto(address)


def look(screens, axe):
    """Everything that is wrong with the page on both screens: barriers, what does not fit, what it complains of."""
    searched = searched_for_barriers(screens)
    for page in searched:
        axe.begin(page, contrast=page is screens[0] or EVERY_SCREEN)
    found = [f"{place(page)}: {fault}" for page in searched for fault in axe.found(page)]
    for page in screens:
        found += [f"{place(page)}: {fault}" for fault in unfit(page) + page.faults]
        page.faults.clear()
    found += narrow(screens[1])
    page = screens[0]
    page.evaluate(LARGE_LETTERS, "200%")
    found += [f"{place(page)} with large letters: {fault}" for fault in unfit(page)]
    page.evaluate(LARGE_LETTERS, "")
    return found


def searched_for_barriers(screens):
    """The screens on which barriers are looked for, by the language of the page."""
    chinese = screens[0].evaluate("document.documentElement.lang").startswith("zh")
    return screens if EVERY_SCREEN else screens[:1] if chinese else screens[1:]


def narrow(page):
    """The squeezed text on a small phone and on a common one; the page is left as it was."""
    found, size = [], page.viewport_size
    for width in NARROW:
        page.set_viewport_size(size | {"width": width})
        found += [f"{place(page)}: squeezed, {box}" for box in page.evaluate(SQUEEZED)]
    page.set_viewport_size(size)
    return found


def place(page):
    return f"{page.url} at {page.viewport_size['width']} px"


def unfit(page):
    """What makes the page scroll sideways, and what is cut off."""
    wide = [] if fits(page) else [f"scrolls sideways because of {page.evaluate(STANDING_OUT)}"]
    return wide + [f"cut off: {box}" for box in page.evaluate(CUT_OFF)]
