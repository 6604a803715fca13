"""The list of pairs in the browser: filters, order and pages stand in the address, with and without JavaScript."""

import csv
import io
import json

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.support.browser.drivers import Keyboard

from .conftest import PHONE, fits

ROWS = "table.pairs tbody tr:not(.group)"
JIANGSU = "32"
# Where the words of each line begin, by the height of the line: marks between them are no words.
STARTS = """items => Object.fromEntries(items.toReversed().map(item => { const words = document.createRange()
words.selectNodeContents(item.querySelector("a") ?? item); const box = words.getClientRects()[0]
return [Math.round(box.top), box.left] }))"""


@pytest.fixture
def jiangsu(published):
    """How many pairs of batch 2 have a supporter in Jiangsu."""
    from pairs.models import Pair

    return Pair.objects.filter(batch__number=2, supporter_province=JIANGSU).count()


def total(page):
    return int(page.locator(".count strong").inner_text())


def test_filters_work_at_once_and_the_way_back_undoes_them(open_page, jiangsu):
    page = open_page("/pairs/")
    page.select_option("#id_batch", "2")
    page.wait_for_url("**/pairs/?batch=2")
    expect(page.locator(".count strong")).to_have_text("76")
    page.select_option("#id_province", JIANGSU)
    page.wait_for_url(f"**/pairs/?batch=2&province={JIANGSU}")
    expect(page.locator(".count strong")).to_have_text(str(jiangsu))
    expect(page.locator("#told")).to_contain_text(str(jiangsu))  # what a screen reader is told
    page.go_back()
    page.wait_for_url("**/pairs/?batch=2")
    expect(page.locator(".count strong")).to_have_text("76")
    assert page.input_value("#id_province") == ""
    page.wait_for_load_state()  # until its script runs, the page does not hear of the way back
    page.go_back()
    expect(page.locator(".count strong")).to_have_text("80")
    assert page.input_value("#id_batch") == ""
    assert page.faults == []


def test_an_address_that_was_passed_on_shows_the_same_list(open_page, jiangsu):
    page = open_page(f"/pairs/?batch=2&province={JIANGSU}&sort=-serial")
    assert total(page) == jiangsu
    assert (page.input_value("#id_batch"), page.input_value("#id_province")) == ("2", JIANGSU)
    numbers = [int(text.split()[0]) for text in page.locator("tbody td.serial").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)


def test_a_filter_is_taken_off_by_its_mark(open_page, jiangsu):
    page = open_page(f"/pairs/?batch=2&province={JIANGSU}")
    page.locator(".chips a").first.click()
    page.wait_for_url(f"**/pairs/?province={JIANGSU}")
    page.click(".chips .clear")
    page.wait_for_url("**/pairs/")
    assert total(page) == 80


def test_words_are_looked_for_while_they_are_typed(open_page):
    page = open_page("/pairs/")
    page.locator("#id_q").press_sequentially("whdhxy")
    expect(page.locator(ROWS)).to_have_count(1)
    page.wait_for_url("**/pairs/?q=whdhxy")
    expect(page.locator("#id_q")).to_be_focused()


def test_pages_keep_the_filter_and_the_order(open_page):
    page = open_page("/pairs/?batch=2&sort=-serial")
    page.click(".pages [rel=next]")
    page.wait_for_url("**/pairs/?batch=2&sort=-serial&page=2")
    expect(page.locator("tbody td.serial").first).to_contain_text("51")
    page.click(".pages a >> text=4")
    expect(page.locator(ROWS)).to_have_count(1)


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["zh-Hans", "en"])
def test_without_javascript_the_button_filters(open_page, jiangsu, prefix):
    page = open_page(f"{prefix}/pairs/", java_script_enabled=False)
    page.select_option("#id_batch", "2")
    page.select_option("#id_province", JIANGSU)
    page.click("form.filters details.more > summary")
    page.select_option("#id_sort", "-serial")
    page.click("form.filters button")
    assert total(page) == jiangsu
    for part in ("batch=2", f"province={JIANGSU}", "sort=-serial"):
        assert part in page.url
    page.go_back()
    assert total(page) == 80
    page.go_forward()
    page.locator(".chips a").first.click()
    assert "batch=" not in page.url


def test_the_keyboard_alone_filters_and_opens_a_pair(open_page):
    hand = Keyboard(open_page("/pairs/"))
    hand.type("#id_q", "武汉东湖")
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator(ROWS)).to_have_count(1)
    hand.press("table.pairs th a")
    hand.page.wait_for_url("**/pairs/2-1/")


def test_on_a_small_phone_each_pair_has_lines_of_its_own(open_page):
    page = open_page("/pairs/?batch=2", viewport=PHONE)
    assert fits(page)
    assert page.locator(ROWS).first.evaluate("row => getComputedStyle(row).display") != "table-row"
    expect(page.locator(ROWS).first).to_contain_text("南京大学")


def test_on_a_small_phone_the_printed_list_of_a_batch_is_close_and_leaves_nothing_out(open_page):
    page = open_page("/en/batches/2/", viewport=PHONE)
    rows = page.locator(".printed tbody tr")
    expect(rows).to_have_count(76)
    for words in ("11", "湖北商贸学院", "Hubei Business College", "湖南工商大学", "Hunan University", "View"):
        expect(rows.nth(10)).to_contain_text(words)
    assert fits(page) and page.evaluate("document.documentElement.scrollHeight") < 18_000


def test_the_way_to_a_page_takes_lines_that_begin_alike_on_a_small_phone(open_page):
    page = open_page("/en/batches/2/", viewport=PHONE)
    lines = page.eval_on_selector_all(".crumbs li", STARTS)
    assert len(lines) > 1 and set(lines.values()) == {page.locator(".crumbs ol").bounding_box()["x"]}


def test_a_wrong_address_says_what_was_left_out(open_page):
    page = open_page("/en/pairs/?batch=99&sort=best")
    expect(page.get_by_role("alert")).to_contain_text("Some of the filters could not be used")
    expect(page.get_by_role("alert").locator("li")).to_have_count(2)
    assert total(page) == 80


def test_the_files_hold_exactly_what_is_filtered(open_page, jiangsu):
    page = open_page("/pairs/")
    page.select_option("#id_batch", "2")
    page.select_option("#id_province", JIANGSU)
    expect(page.locator(".count strong")).to_have_text(str(jiangsu))
    files = {form: downloaded(page, form) for form in ("csv", "xlsx", "json")}
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert len(rows) == jiangsu
    assert len(list(openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active.values)) == jiangsu + 1
    assert holds(json.loads(files["json"]), jiangsu)


def downloaded(page, form):
    """The bytes behind the link that the page offers for one form of file."""
    address = page.locator(f".take a[href*='.{form}']").get_attribute("href")
    answer = page.request.get(address)
    assert answer.ok
    return answer.body()


def holds(document, number):
    """Whether the document is, or has in it, a list of that many rows."""
    lists = [document] if isinstance(document, list) else [part for part in document.values() if isinstance(part, list)]
    return any(len(rows) == number for rows in lists)
