"""A graduate asks who supports the own school, and gets the true answer."""

import pytest
from playwright.sync_api import expect

from tests.support.browser.drivers import Finger, Keyboard, Mouse

from .conftest import PHONE

# What may be typed for 武汉东湖学院, which 南京大学 supports
WAYS_TO_ASK = ["东湖学院", "武漢東湖學院", "whdhxy", "wuhandonghu", "Wuhan Donghu"]
SUPPORTER = {"": "南京大学", "/en": "Nanjing University"}


@pytest.fixture(params=["mouse", "keyboard", "phone", "plain"])
def hand(request, open_page):
    """Four ways of reading the home page."""
    if request.param == "phone":
        return Finger(open_page("/", viewport=PHONE, has_touch=True))
    if request.param == "plain":
        return Mouse(open_page("/", java_script_enabled=False))
    return {"mouse": Mouse, "keyboard": Keyboard}[request.param](open_page("/"))


def test_from_the_question_to_the_pair_with_its_sources(hand):
    page = hand.page
    hand.type("#q", "武汉东湖")
    hand.press("form.search button")
    expect(page.locator(".results .first")).to_contain_text("南京大学")
    hand.press(".results .first a[href='/pairs/2-1/']")
    expect(page.locator("h1")).to_contain_text("武汉东湖学院")
    assert (
        page.locator(".milestones-steps .done").count()
        == page.locator(".milestones-steps .source a[href^='http']").count()
        == 3
    )
    assert page.faults == []


def test_the_same_in_english(open_page):
    hand = Keyboard(open_page("/en/"))
    hand.type("#q", "Donghu")
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator(".results .first")).to_contain_text("Supported by Nanjing University")
    hand.press(".results .first a[href='/en/pairs/2-1/']")
    expect(hand.page.locator("h1")).to_have_text("Wuhan Donghu University and Nanjing University")
    expect(hand.page.locator(".milestones-steps")).to_contain_text("Source:")
    expect(hand.page.locator(".milestones-steps")).to_contain_text("as stated on")


def test_however_the_name_is_typed_the_answer_is_the_same(open_page):
    for prefix, supporter in SUPPORTER.items():
        page = open_page(f"{prefix}/")
        for words in WAYS_TO_ASK:
            page.fill("#q", words)
            page.press("#q", "Enter")
            page.wait_for_url(f"**{prefix}/search/?q=*")
            expect(page.locator(".results .first")).to_contain_text(supporter)


def test_a_school_that_is_called_differently_today_is_found_by_both_names(open_page):
    page = open_page("/search/?q=武汉职业技术学院")
    expect(page.locator(".results .first mark")).to_have_text("武汉职业技术学院")
    address = page.locator(".results .first h2 a").get_attribute("href")
    page.goto("/search/?q=武汉职业技术大学")
    assert page.locator(".results .first h2 a").get_attribute("href") == address
    page.goto(address)
    assert {"武汉职业技术学院", "武汉职业技术大学"} <= set(page.locator("tbody th span[lang]").all_text_contents())


def test_a_school_in_no_known_pair_is_told_what_is_known_and_what_is_not(open_page):
    page = open_page("/en/search/?q=武汉纺织大学")
    answer = page.locator(".results .first")
    expect(answer).to_contain_text("Not in any published pair.")
    expect(answer).to_contain_text("It is not in the list of Batch 2, which is held here in full.")
    expect(answer).to_contain_text("Of the 48 pairs of Batch 1, 44 are not held here")


def test_a_name_that_nobody_knows_leads_on(open_page):
    page = open_page("/search/?q=查无此校")
    expect(page.locator(".empty h2")).to_contain_text("查无此校")
    assert page.locator(".empty a[href='/universities/']").count() == 1


def test_the_keyboard_skips_to_the_content_and_sees_where_it_is(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()


def test_the_same_page_in_the_other_language_is_one_press_away(open_page):
    page = open_page("/search/?q=donghu")
    page.click(".language a")
    page.wait_for_url("**/en/search/?q=donghu")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.click(".language a")
    page.wait_for_url("**/search/?q=donghu")
    expect(page.locator(".results .first")).to_contain_text("南京大学")
