"""What an official site shows, in the browser: larger type, high contrast, printing, and reporting an error."""

import re

import pytest
from playwright.sync_api import expect

from core.models import Letter
from public.models import ErrorReport
from tests.support.browser.addresses import PREFIXES
from tests.support.browser.drivers import Mouse, unfold_menu
from tests.support.browser.page_checks import CUT_OFF, unfit

from .conftest import EVERY_SCREEN, PHONE, WIDE

PAGES = ["/", "/pairs/", "/pairs/2-11/", "/statistics/", "/bulletins/2020-05-21/", "/privacy/", "/display/"]
SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
COLOURS = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"

# The words of an element that stand on more than one line; what is written without spaces counts as a word.
BROKEN = """element => { const word = document.createRange()
const text = [...element.childNodes].findLast(node => node.data?.trim())
return [...text.data.matchAll(/\\S+/g)].filter(found => { word.setStart(text, found.index)
  word.setEnd(text, found.index + found[0].length); return word.getClientRects().length > 1 }).map(String) }"""


def choose(page, prefix, size, contrast):
    """Choose the view from the link in the head of the page at hand, and be back there."""
    before = page.url
    unfold_menu(Mouse(page))
    page.click(".language a[href*='/display/']")
    page.check(f"input[name=size][value={size}]")
    page.check(f"input[name=contrast][value={contrast}]")
    page.click(".display-form button")
    page.wait_for_url(before)


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_view_is_chosen_and_left_again(open_page, script):
    page = open_page("/pairs/?province=32", java_script_enabled=script)
    small = page.locator("h1").bounding_box()["height"]
    choose(page, "", "largest", "standard")
    assert page.locator("h1").bounding_box()["height"] > small * 1.2
    choose(page, "", "standard", "standard")
    assert page.locator("h1").bounding_box()["height"] == small


@pytest.mark.parametrize(("prefix", "words"), [("", ".brand"), ("/en", ".hero h1")])
def test_very_large_words_are_not_broken_on_a_small_phone(open_page, prefix, words):
    page = open_page(f"{prefix}/", viewport=PHONE)
    choose(page, prefix, "largest", "standard")
    assert page.locator(words).evaluate(BROKEN) == []


@pytest.mark.parametrize(("contrast", "dark"), [("high", False), ("dark", True)])
def test_high_contrast_has_no_barrier_and_breaks_no_page(open_page, axe, contrast, dark):
    found = []
    for size in (WIDE, PHONE):
        page = open_page("/", viewport=size)
        choose(page, "", "large", contrast)
        for address in PAGES:
            page.goto(address)
            axe.begin(page, contrast=size == WIDE or EVERY_SCREEN)
            found += [f"{address} at {size['width']}: {fault}" for fault in axe.found(page) + unfit(page) + page.faults]
        assert (page.evaluate(COLOURS)[0] == "rgb(0, 0, 0)") == dark
    assert not found, "\n".join(found)


def test_the_view_holds_for_the_desk_and_the_admin(open_page, editor):
    page = open_page("/", user=editor)
    choose(page, "", "large", "dark")
    for address in ("/desk/people/", "/admin/", "/admin/pairs/batch/"):
        page.goto(address)
        assert page.evaluate(SIZE) == pytest.approx(22.56) and page.evaluate(COLOURS)[0] == "rgb(0, 0, 0)"


def test_paper_is_white_and_of_standard_size_whatever_was_chosen(page):
    choose(page, "", "largest", "dark")
    page.emulate_media(media="print")
    assert page.evaluate(SIZE) == pytest.approx(14) and page.evaluate(COLOURS)[1] != "rgb(255, 255, 255)"


def test_the_button_prints_where_scripts_run(open_page):
    page = open_page("/pairs/2-11/")
    page.evaluate("window.print = () => { window.printed = true }")
    page.click(".page-tools button")
    assert page.evaluate("window.printed") and not page.faults
    page.emulate_media(media="print")
    assert not page.is_visible(".page-tools")


def test_the_button_is_not_there_where_scripts_are_off(open_page):
    page = open_page("/pairs/2-11/", java_script_enabled=False)
    assert not page.is_visible(".page-tools button") and page.is_visible(".page-tools a")


@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_an_error_is_reported_on_a_phone_without_scripts(open_page, prefix):
    page = open_page(f"{prefix}/pairs/2-11/", viewport=PHONE, java_script_enabled=False)
    page.click(".page-tools a")
    page.click("main form button")
    expect(page.locator("#error-summary")).to_be_visible()
    page.fill("#id_text", "校名有误")
    page.click("main form button")
    page.wait_for_url(re.compile(r"/report-error/[\w-]+/$"))
    report = ErrorReport.objects.get()
    assert (report.page, report.text) == (f"{prefix}/pairs/2-11/", "校名有误")
    page.click("main a.button >> nth=0")
    page.wait_for_url(f"**{prefix}/pairs/2-11/")


def test_the_pages_of_a_report_have_no_barrier(open_page, axe, editor):
    report = ErrorReport.objects.receive(text="校名有误", page="/pairs/2-11/")
    report.state, report.answer = "corrected", "已更正。"
    report.settle(editor, "")
    assert not Letter.objects.exists()
    found = []
    for size in (WIDE, PHONE):
        page = open_page(report.get_absolute_url(), viewport=size)
        for address in (report.get_absolute_url(), "/report-error/", "/sitemap/", "/en/sitemap/"):
            page.goto(address)
            axe(page, contrast=size == WIDE)
            found += unfit(page) + page.evaluate(CUT_OFF)
    page = open_page(f"/admin/public/errorreport/{report.pk}/change/", user=editor)
    axe(page)
    assert not found, "\n".join(found)
