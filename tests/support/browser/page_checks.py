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


def look(page, axe):
    """Everything that is wrong with the page on a wide screen and on a small phone; it is left on the wide one.

    Barriers, what does not fit, what the page complains of. It is opened once: no script asks how wide the screen is
    (tests/public/test_frame.py), so that it is the same page on both.
    """
    chinese, found = page.evaluate("document.documentElement.lang").startswith("zh"), []
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        if EVERY_SCREEN or chinese == (size is WIDE):
            axe.begin(page, contrast=EVERY_SCREEN or size is WIDE)
            found += [f"{place(page)}: {fault}" for fault in axe.found(page)]
        found += [f"{place(page)}: {fault}" for fault in unfit(page) + page.faults]
        page.faults.clear()
    found += narrow(page)
    page.set_viewport_size(WIDE)
    page.evaluate(LARGE_LETTERS, "200%")
    found += [f"{place(page)} with large letters: {fault}" for fault in unfit(page)]
    page.evaluate(LARGE_LETTERS, "")
    return found


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
