"""Looking at pages as they stand: what is wrong on a wide screen, on a small phone, and with letters twice as large."""

import os

from .conftest import PHONE, WIDE, fits

# Measuring the contrast of every letter takes nine tenths of the time of looking for barriers, and colours come from
# the same styles in both languages: wide they are measured in Chinese, narrow in English; `make soak` measures all.
EVERY_CONTRAST = bool(os.environ.get("SOAK"))
LARGE_LETTERS = "size => { document.documentElement.style.fontSize = size }"
# Text that is wider than the box that cuts it off; boxes made for screen readers only are meant to.
CUT_OFF = """() => [...document.body.querySelectorAll("*")].filter(box => {
  const style = getComputedStyle(box);
  return style.overflowX === "hidden" && style.position !== "absolute" && box.clientWidth > 1
    && box.scrollWidth > box.clientWidth + 1;
}).map(box => box.outerHTML.slice(0, 120))"""
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
    chinese = screens[0].evaluate("document.documentElement.lang").startswith("zh")
    for page, wide in zip(screens, (True, False), strict=True):
        axe.begin(page, contrast=chinese == wide or EVERY_CONTRAST)
    found = []
    for page in screens:
        found += [f"{place(page)}: {fault}" for fault in axe.found(page) + unfit(page) + page.faults]
        page.faults.clear()
    page = screens[0]
    page.evaluate(LARGE_LETTERS, "200%")
    found += [f"{place(page)} with large letters: {fault}" for fault in unfit(page)]
    page.evaluate(LARGE_LETTERS, "")
    return found


def place(page):
    return f"{page.url} at {page.viewport_size['width']} px"


def unfit(page):
    """What makes the page scroll sideways, and what is cut off."""
    wide = [] if fits(page) else [f"scrolls sideways because of {page.evaluate(STANDING_OUT)}"]
    return wide + [f"cut off: {box}" for box in page.evaluate(CUT_OFF)]
