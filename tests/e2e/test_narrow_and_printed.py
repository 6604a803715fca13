"""Text has room on a phone, and paper is filled as paper: no cards, no column of single letters."""

import re

import pytest
from django.utils.translation import override
from playwright.sync_api import expect

from activities.activities import proposals, workflow
from activities.models import ActivityKind, Indicator, KindIndicator, Mechanism
from oversight.bulletins import workflow as bulletins
from oversight.obligations.filters import BoardFilterSet
from public.desk_pairs import PER_PAGE
from tests.conftest import a_person
from tests.support.browser.addresses import PREFIXES
from tests.support.browser.page_checks import narrow
from tests.support.browser.page_gallery import Gallery, hung
from tests.support.factories.activities import day, school
from tests.support.factories.activities import kind as a_kind
from tests.support.factories.agreements import agreed
from tests.support.factories.ministry_season import SIX, Season

SHEET = {"format": "A4", "margin": dict.fromkeys(("top", "right", "bottom", "left"), "15mm")}
A_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
# At A4 with margins of 15 mm, whatever the length of a word: a bulletin with every figure there is takes three sheets.
MOST_SHEETS = 3
A_THIRD = 640 // 3  # of a small phone


@pytest.fixture
def page(browser):
    """An empty page as wide as a small phone."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def people(db):
    season = Season()
    role = {"role": "coordinator"}
    rita = a_person("rita", university=season.recipient, **role)
    sam = a_person("sam", university=season.supporter, **role)
    return season, rita, sam, a_person("ed", "editor")


SQUEEZED_BOXES = {
    "a cell": "<table style='width:320px'><tr><td style='width:9px'>逐字换行的承诺</td><td>{rest}</td></tr></table>",
    "a paragraph": "<p style='width:5em'>不到六个字宽的段落</p>",
    "an item of a grid": "<div style='display:grid;grid-template-columns:30px 1fr'><b>挤成一列</b><p>{rest}</p></div>",
}
ROOMY_BOXES = {
    "one short line": "<p style='width:3em'>一行</p>",
    "six letters a line": "<p style='width:6em'>正好六个字宽的段落</p>",
    "figure and unit of two sizes": "<p style='width:5em'>44<small>对</small></p>",
    "for screen readers only": "<p style='position:absolute;width:1px;clip-path:inset(50%)'>只供读屏软件</p>",
    "folded": "<details><summary>展开</summary><p style='width:2em'>折起来的文字</p></details>",
}


@pytest.mark.parametrize("box", SQUEEZED_BOXES)
def test_squeezed_text_is_noticed(page, box):
    page.set_content(f"<body style='margin:0'>{SQUEEZED_BOXES[box].format(rest='很长的一句话' * 20)}")
    assert narrow(page)


@pytest.mark.parametrize("box", ROOMY_BOXES)
def test_text_that_has_room_is_none_of_it(page, box):
    page.set_content(ROOMY_BOXES[box])
    assert narrow(page) == []


@pytest.mark.parametrize("language", PREFIXES)
def test_promise_and_practice_of_a_pair_have_room_on_a_phone(page, people, language):
    season, rita, sam, _ed = people
    season.the_six(rita, sam)
    promises = [{"mechanism": each, "text": "共同举办网络招聘会不少于七场"} for each in Mechanism.objects.all()]
    agreed(rita, sam, season.pair, "目标", day(-9), day(9), promises)
    gallery = Gallery(language.lower())
    gallery.get("pair", rita, "pair", season.pair.address)
    page.set_content(hung(gallery.pages["pair"]))
    assert page.locator("table.promised td .promises li").count()
    assert narrow(page) == []


def test_what_a_dash_on_a_phone_stands_for_is_said(page, people):
    season, rita, *_others = people
    gallery = Gallery("en")
    gallery.get("pair", rita, "pair", season.pair.address)
    page.set_content(hung(gallery.pages["pair"]))
    said = "cells => cells.slice(0, 2).map(cell => getComputedStyle(cell, '::before').content + cell.innerText)"
    assert page.eval_on_selector_all(".promised td", said) == ['"Promised" –', '"Done" –']


@pytest.mark.parametrize("language", PREFIXES)
def test_a_page_of_the_desk_begins_high_on_a_phone_and_the_menu_unfolds_without_scripts(page, people, language):
    season, rita, _sam, _ed = people
    gallery = Gallery(language.lower())
    gallery.get("desk", rita, "desk")
    page.set_content(hung(gallery.pages["desk"]))
    assert page.locator("h1").bounding_box()["y"] < A_THIRD
    bar = page.locator(".desk-bar nav")
    assert bar.bounding_box()["height"] < 50 and bar.locator("[aria-current]").is_visible()
    assert not page.locator(".site-nav").is_visible()
    page.locator(".menu summary").press("Enter")
    assert page.locator(".site-nav a").last.is_visible() and page.locator(".language a").last.is_visible()


def test_a_list_begins_on_the_first_screen_of_a_phone_and_its_filters_unfold(page, people):
    season, rita, _sam, _ed = people
    gallery = Gallery("zh-hans")
    gallery.get("pairs", rita, "pair_list")
    page.set_content(hung(gallery.pages["pairs"]))
    assert page.locator("#results .count").bounding_box()["y"] < 640
    assert page.locator(".filters #id_q").is_visible() and not page.locator(".filters select").first.is_visible()
    page.locator(".fold summary").press("Enter")
    assert page.locator(".filters select").first.is_visible()


TALLEST_PAIR = {"zh-Hans": {360: 4_500, 1280: 2_200}, "en": {360: 4_500, 1280: 2_300}}
TALLEST_HANDBOOK = 2_500  # while its chapters are folded
TALLEST_DESK = 3_000  # of an officer, on a phone
TALLEST_OWN_DESK = 4_000  # of a coordinator for whom something of most kinds waits, on the smallest phone
TALLEST_BOARD = TALLEST_PUBLIC = 6_000
MOST_SHEETS_OF_AN_ACTION = 5


@pytest.mark.parametrize("language", PREFIXES)
def test_the_fullest_page_of_a_pair_stays_short(page, people, language):
    season, rita, sam, _ed = people
    fill(season, rita, sam)
    gallery = Gallery(language.lower())
    gallery.get("pair", rita, "pair", season.pair.address)
    page.set_content(hung(gallery.pages["pair"]))
    assert page.locator(".agenda li").count() == 4 + 6 and page.locator(".promises li").count() == 12
    for width, most in TALLEST_PAIR[language].items():
        assert height(page, width) <= most, width
    assert narrow(page) == []


@pytest.mark.parametrize("language", PREFIXES)
def test_desk_and_board_of_an_officer_with_many_pairs_stay_short_on_a_phone(page, people, language):
    season, *_others = people
    many_pairs(season)
    officer, gallery = a_person("olaf", "officer", province="42"), Gallery(language.lower())
    gallery.get("desk", officer, "desk")
    gallery.get("board", officer, "desk_oversight")
    page.set_content(hung(gallery.pages["desk"]))
    assert page.locator(".pair-rows tbody tr").count() == PER_PAGE
    assert height(page, 360) <= TALLEST_DESK
    page.set_content(hung(gallery.pages["board"]))
    turns = page.locator(".board-turn")
    assert page.locator(".board tbody tr").count() == BoardFilterSet.per_page and not turns.first.is_visible()
    assert height(page, 360) <= TALLEST_BOARD
    page.locator(".unfold summary").first.press("Enter")
    assert turns.first.is_visible()


@pytest.mark.parametrize("language", PREFIXES)
def test_the_desk_of_a_busy_coordinator_shows_two_of_each_kind_on_a_phone(page, people, language):
    season, rita, sam, _ed = people
    for _number in range(7):
        season.submitted(sam, measures=dict.fromkeys([*SIX][1:4], 12_345))
        season.drafted(rita)
        workflow.send_back(season.submitted(rita), sam, "日期有误")
        proposals.propose_correction(
            season.confirmed(rita, sam), sam, measures={}, reason="漏计", values={"title": "更名"}
        )
    gallery = Gallery(language.lower())
    gallery.get("desk", rita, "desk")
    page.set_content(hung(gallery.pages["desk"]))
    shown = page.locator(".turns section:first-of-type .results > li")
    assert (shown.count(), shown.nth(1).is_visible(), shown.nth(2).is_visible()) == (3, True, False)
    assert height(page, 320) <= TALLEST_OWN_DESK
    assert height(page, 1280) and shown.nth(2).is_visible()
    assert narrow(page) == []


@pytest.mark.parametrize("language", PREFIXES)
def test_pages_of_an_action_and_of_a_mechanism_stay_short_on_a_phone_and_whole_on_paper(page, people, language):
    season, rita, sam, _ed = people
    many_pairs(season)
    fill(season, rita, sam)
    action, gallery = season.batch.action, Gallery(language.lower())
    gallery.get("action", rita, "action", action.slug)
    gallery.get("mechanism", rita, "mechanism", action.slug, 1)
    for name, document in gallery.pages.items():
        page.set_content(hung(document))
        assert height(page, 360) <= TALLEST_PUBLIC, name
        assert narrow(page) == []
    page.set_content(hung(gallery.pages["action"]))
    assert not page.locator("table.ranking").is_visible()
    page.locator("section:has(table.ranking) .unfold summary").first.press("Enter")
    page.locator("section:has(table.ranking) .unfold summary").last.press("Enter")
    assert page.locator("table.ranking").is_visible()
    page.emulate_media(media="print")
    assert page.locator("dl.terms:visible").count() == page.locator("dl.terms:not(details *)").count()
    assert sheets(page) <= MOST_SHEETS_OF_AN_ACTION


def height(page, width):
    """Of the whole page on a screen as wide as that, in pixels."""
    page.set_viewport_size({"width": width, "height": 800})
    return page.evaluate("document.documentElement.scrollHeight")


def many_pairs(season):
    """Running pairs of universities with long names, none of which has an agreement."""
    for number in range(10, 40):
        in_english = {"name_en": f"Hubei Vocational College of Information {number}"}
        recipient = school(f"湖北第{number}信息职业技术学院", f"41420100{number}", "42", **in_english)
        in_english = {"name_en": f"Jiangsu University of Science and Technology {number}"}
        supporter = school(f"江苏第{number}理工大学", f"41320100{number}", "32", **in_english)
        season.batch.pairs.create(serial=number, recipient=recipient, supporter=supporter)


def fill(season, rita, sam):
    """Six mechanisms with two promises and three figures each, four coming events, every milestone."""
    names = ["共同开拓就业渠道", "共用优质教学资源", "共同开展创业实践活动", "共同提高管理水平"]
    for number, name in zip((2, 4, 5, 6), names, strict=True):
        Mechanism.objects.create(action=season.batch.action, number=number, name=name)
    promises, asked = [], list(season.fair.indicators.all())
    for one in Mechanism.objects.all():
        made = a_kind(f"kind-{one.number}", one, "event", *asked, for_graduates="fair")
        season.confirmed(
            rita, sam, kind=made, title="信息技术类专场网络招聘会", measures=dict.fromkeys([*SIX][1:4], 12_345)
        )
        for indicator in asked[:2]:
            facts = {"mechanism": one, "indicator": indicator, "target": 20_000}
            promises.append(facts | {"text": "共同举办网络招聘会不少于八场"})
    for ahead in range(4):
        season.planned(rita, kind=made, starts_on=day(ahead), ends_on=day(ahead), place="大学生活动中心报告厅")
    agreed(rita, sam, season.pair, "目标", day(-9), day(9), promises)


@pytest.mark.parametrize("language", PREFIXES)
def test_a_bulletin_with_every_figure_takes_at_most_three_sheets(page, people, language):
    season, rita, sam, ed = people
    everything = ActivityKind.objects.get(code="all")
    asked = everything.indicators.values_list("pk", flat=True)
    left = Indicator.objects.exclude(pk__in=asked)
    KindIndicator.objects.bulk_create(KindIndicator(kind=everything, indicator=each) for each in left)
    season.the_six(rita, sam)
    season.held(rita, sam, **{each.code: 12_345 for each in left})
    bulletin = season.published_bulletin(ed)
    bulletins.correct(
        bulletin,
        ed,
        "发布之后才确认的活动计入下一期通报，本期数字保持不变。",
        "What came later counts in the next one.",
    )
    gallery = Gallery(language.lower())
    gallery.get("bulletin", ed, "bulletin", bulletin.address)
    page.set_content(hung(gallery.pages["bulletin"]))
    assert page.locator("table.computed tbody tr").count() == Indicator.objects.count() + 2  # and pairs, and activities
    assert sheets(page) <= MOST_SHEETS


def test_tables_stay_tables_on_paper(page, people):
    season, rita, sam, _ed = people
    season.the_six(rita, sam)
    with override("en"):
        gallery = Gallery("en")
        gallery.get("pair", rita, "pair", season.pair.address)
    page.set_content(hung(gallery.pages["pair"]))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 980})  # as wide as A4 between its margins
    assert page.locator("table.promised thead").bounding_box()["height"] > 10
    assert page.locator("table.promised td").first.evaluate("cell => getComputedStyle(cell).display") == "table-cell"


def sheets(page):
    return len(A_PAGE.findall(page.pdf(**SHEET)))


@pytest.mark.parametrize("language", PREFIXES)
def test_a_handbook_is_folded_on_a_phone_and_open_where_an_address_leads(page, people, language):
    _season, rita, *_others = people
    gallery = Gallery(language.lower())
    gallery.get("handbook", rita, "desk_handbook", "coordinators")
    page.set_content(hung(gallery.pages["handbook"]))
    assert height(page, 320) <= TALLEST_HANDBOOK and narrow(page) == []
    first, last = page.locator(".chapter:has(h2)").first, page.locator(".chapter").last
    texts = page.locator(".chapter > :is(p, ul, ol)")
    everything = texts.count()
    page.evaluate("name => location.hash = name", last.locator("h2").get_attribute("id"))
    assert last.locator("p, li").first.is_visible() and not first.locator("p, li").first.is_visible()
    first.locator("summary").press("Enter")
    expect(first.locator("p, li").first).to_be_visible()
    page.emulate_media(media="print")
    assert texts.locator("visible=true").count() == everything
    page.emulate_media(media="screen")
    assert height(page, 1280) and texts.locator("visible=true").count() == everything
