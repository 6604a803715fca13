"""The public side of activities in a real browser: no barriers, small phones, no JavaScript, htmx."""

import pytest
from playwright.sync_api import expect

from .conftest import PHONE, fits

PATHS = [
    "/activities/",
    "/en/activities/?since=x",
    "/activities/?q=nothing",
    "/en/pairs/2-11/",
    "/actions/hubei-2020/mechanisms/3/",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_barriers_and_a_small_phone(open_page, axe, path):
    page = open_page(path, viewport=PHONE)
    assert fits(page)
    axe(page)


def test_one_activity_has_no_barriers(open_page, axe):
    page = open_page("/activities/", viewport=PHONE)
    page.locator("table.activities a.name").first.click()
    page.wait_for_url("**/activities/*/")
    assert fits(page)
    axe(page)


def test_filtering_without_javascript(open_page):
    page = open_page("/activities/", java_script_enabled=False)
    page.select_option("#id_mechanism", "3")
    page.click(".filters button")
    page.wait_for_url("**/activities/?*mechanism=3*")
    expect(page.locator("table.activities tbody tr")).to_have_count(1)


def test_filtering_with_it_changes_results_and_address(open_page):
    page = open_page("/activities/")
    page.select_option("#id_mechanism", "3")
    page.wait_for_url("**/activities/?mechanism=3")
    expect(page.locator("table.activities tbody tr")).to_have_count(1)
    assert page.faults == []
