"""Two running actions beside the published one, in the browser: no barrier, nothing too wide, scripts or not."""

import pytest
from playwright.sync_api import expect

from tests.conftest import a_person
from tests.support.browser.addresses import PREFIXES
from tests.support.browser.page_checks import look
from tests.support.casts.several_actions import WEST, an_action, what_was_done

PAGES = ["/", "/actions/", "/actions/west/", "/actions/west/mechanisms/1/", "/pairs/", "/pairs/3-1/", "/batches/3/"]
PAGES += ["/about/", "/search/", "/sitemap/", "/practices/"]


@pytest.fixture
def beside(site):
    editor = a_person("ed", "editor")
    west, south = an_action("WEST", WEST, several=True), an_action("SOUTH", ["45"])
    what_was_done(west, "WEST", editor)
    what_was_done(south, "SOUTH", editor)


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
def test_no_page_of_several_actions_has_a_barrier_or_breaks(open_page, axe, beside, prefix):
    page, found = open_page("about:blank"), []
    for address in PAGES:
        page.goto(prefix + address)
        found += look(page, axe)
    assert not found, "\n".join(found)


def test_from_the_home_page_to_a_mechanism_of_an_action_without_scripts(open_page, beside):
    page = open_page("/en/", java_script_enabled=False)
    page.click("article.action h2 a:has-text('Action WEST')")
    page.click(".mechanisms a:has-text('Mechanism 2 WEST')")
    page.wait_for_url("**/en/actions/west/mechanisms/2/")
    page.click(".crumbs a:has-text('Action WEST')")
    expect(page.locator("h1")).to_have_text("Action WEST")
    assert page.locator("main").get_by_text("SOUTH").count() == 0
