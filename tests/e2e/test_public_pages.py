"""Every public page in both languages: no barrier, nothing cut off or too wide, no complaint, and light."""

import gzip
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.support.browser.addresses import FORMS, MISSING, PREFIXES, PUBLIC
from tests.support.browser.page_checks import look

from .conftest import PHONE, WIDE

MOST_BYTES, MOST_REQUESTS = 80 * 1024, 10
LEAST_LETTERS = 10  # pixels
# How wide the first quotation mark of an element is, beside its size of type.
QUOTE = """element => { const mark = document.createRange()
const text = [...element.childNodes].find(node => node.data?.includes("“"))
mark.setStart(text, text.data.indexOf("“")); mark.setEnd(text, text.data.indexOf("“") + 1)
return mark.getBoundingClientRect().width / parseFloat(getComputedStyle(element).fontSize) }"""
# How large letters of drawings are on the screen.
DRAWN = "all => all.map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"


@pytest.fixture(params=PREFIXES)
def addresses(request):
    """The addresses of all public pages in one language."""
    return [PREFIXES[request.param] + path for path in [*PUBLIC, *FORMS]]


def test_no_public_page_has_a_barrier_or_breaks_or_is_heavy(open_page, axe, addresses):
    page, found, sizes = open_page("about:blank"), [], {}
    for address in addresses:
        with asked(page) as fetched:
            page.goto(address)
            found += look(page, axe)
        weight = sum(compressed(page, each, sizes) for each in fetched)
        if weight > MOST_BYTES or not 1 < len(fetched) <= MOST_REQUESTS:
            found.append(f"{address}: {weight} bytes compressed in {len(fetched)} requests")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_letters_in_small_pictures_can_be_read(open_page, viewport):
    page = open_page("/statistics/", viewport=viewport)
    assert round(min(page.eval_on_selector_all(".chart text", DRAWN)), 1) >= LEAST_LETTERS


def test_english_quotation_marks_are_narrow_whatever_type_there_is(open_page):
    page = open_page("/en/search/?q=查无此校")
    assert page.locator("main h2", has_text="“").first.evaluate(QUOTE) < 0.7


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
def test_what_is_told_of_a_batch_stands_in_one_column(open_page, prefix):
    page = open_page(f"{prefix}/actions/hubei-2020/", viewport=WIDE)
    starts = "card => [...card.querySelectorAll('dd')].map(told => Math.round(told.getBoundingClientRect().left))"
    assert len(set(page.locator(".batch").last.evaluate(starts))) == 1


@contextmanager
def asked(page):
    """The addresses that the page asks for, those included that the browser has already."""
    found = []
    page.on("request", keep := lambda request: found.append(request.url))
    yield found
    page.remove_listener("request", keep)


def compressed(page, address, sizes):
    """The bytes of what stands at the address, compressed; each is fetched once and kept in `sizes`."""
    if address not in sizes:
        sizes[address] = len(gzip.compress(page.request.get(address).body()))
    return sizes[address]


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
def test_a_page_that_is_not_there_helps_on(open_page, axe, prefix):
    page = open_page("about:blank")
    page.goto(prefix + MISSING)
    page.faults.clear()  # that the page is missing
    assert look(page, axe) == []
    page.fill("#q", "武汉东湖学院")
    page.press("#q", "Enter")
    name = "南京大学" if not prefix else "Nanjing University"
    expect(page.locator(".results .first a", has_text=name)).not_to_have_count(0)


def test_on_paper_a_batch_is_its_whole_list_and_nothing_to_click(open_page):
    page = open_page("/batches/2/")
    page.emulate_media(media="print")
    assert page.locator("table.printed tbody tr:visible").count() == 76
    for hidden in (".site-nav", ".language", ".crumbs", ".take", ".skip", "td.no-print"):
        assert page.locator(f"{hidden}:visible").count() == 0


@pytest.mark.parametrize(("address", "words"), [("/universities/4142011798/", "武汉大学东湖分校"), ("/", "50多万个")])
def test_on_paper_what_was_folded_stands_there(open_page, address, words):
    page = open_page(address)
    folded = page.locator("details:not([open])", has_text=words).get_by_text(words)
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible() and not page.locator(".examples:visible, .bulletin > summary:visible").count()


def test_on_paper_a_filtered_list_is_without_its_filters(open_page):
    page = open_page("/pairs/?batch=2&province=32")
    page.emulate_media(media="print")
    assert page.locator("form.filters:visible, .chips:visible, .pages:visible, .site-nav:visible").count() == 0
    assert page.locator("table.pairs tbody tr:visible").count() > 0


def test_without_javascript_every_page_says_the_same(open_page):
    plain, lively = open_page("about:blank", java_script_enabled=False), open_page("about:blank", viewport=PHONE)
    for address in ["/", "/search/?q=shifan", "/pairs/?batch=2&page=2", "/universities/", "/batches/2/"]:
        plain.goto(address)
        lively.goto(address)
        assert plain.locator("main a").count() == lively.locator("main a").count() > 0


def test_the_overview_of_the_statistics_stays_short_on_a_phone(open_page):
    for prefix in PREFIXES.values():
        page = open_page(f"{prefix}/statistics/", viewport={"width": 360, "height": 740}, java_script_enabled=False)
        assert page.evaluate("document.documentElement.scrollHeight") <= 3_000
