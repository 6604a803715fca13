"""Every public page in both languages: no barrier, nothing cut off or too wide, no complaint, and light."""

import gzip

import pytest

from .conftest import PHONE
from .looking import look, two_screens, visit
from .pages import MISSING, PREFIXES, PUBLIC

MOST_BYTES, MOST_REQUESTS = 80 * 1024, 10


@pytest.fixture(params=PREFIXES)
def addresses(request):
    """The addresses of all public pages in one language."""
    return [PREFIXES[request.param] + path for path in PUBLIC]


def test_no_public_page_has_a_barrier_or_breaks(open_page, axe, addresses):
    screens, found = two_screens(open_page), []
    for address in addresses:
        visit(screens, address)
        found += look(screens, axe)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
def test_a_page_that_is_not_there_helps_on(open_page, axe, prefix):
    screens = two_screens(open_page)
    visit(screens, prefix + MISSING)
    for page in screens:
        page.faults.clear()  # that the page is missing
    assert look(screens, axe) == []
    page.fill("#q", "武汉东湖学院")
    page.press("#q", "Enter")
    assert page.locator(".results .first a", has_text="南京大学" if not prefix else "Nanjing University").count()


def test_every_public_page_is_light(open_page, addresses):
    page, heavy = open_page("about:blank"), []
    for address in addresses:
        sizes = fetched(page, address)
        if sum(sizes) > MOST_BYTES or len(sizes) > MOST_REQUESTS:
            heavy.append(f"{address}: {sum(sizes)} bytes compressed in {len(sizes)} requests")
    assert not heavy, "\n".join(heavy)


def fetched(page, address):
    """The bytes, compressed, of everything the browser fetches for the page when it has nothing of it yet."""
    responses = []
    keep = lambda response: responses.append(response)  # noqa: E731
    page.context.clear_cookies()
    page.on("response", keep)
    page.route("**/*", lambda route: route.continue_())  # with routing on, nothing comes from the browser's cache
    page.goto(address)
    page.remove_listener("response", keep)
    page.unroute("**/*")
    return [len(gzip.compress(response.body())) for response in responses if response.status == 200]


def test_on_paper_a_batch_is_its_whole_list_and_nothing_to_click(open_page):
    page = open_page("/batches/2/")
    page.emulate_media(media="print")
    assert page.locator("table.printed tbody tr:visible").count() == 76
    for hidden in (".site-nav", ".language", ".crumbs", ".take", ".skip", "td.no-print"):
        assert page.locator(f"{hidden}:visible").count() == 0


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
