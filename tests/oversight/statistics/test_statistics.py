"""What the pages of the statistics say: totals with their rules, growth, parts, flow; and what they are asked."""

import datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

from activities.models import Indicator
from oversight.statistics.page_list import BY_NAME
from pairs.models import Action, Batch, Pair
from tests.support.assertions.css_select import select
from tests.support.factories.activities import ZHEJIANG, day, school
from tests.support.factories.documented_activities import documented

from .statistics_pages import GROWTH, OVERVIEW, page_of, parts, rows, said, words

# Totals


def test_every_total_says_from_how_many_pairs_by_which_rule_and_as_of_when(client, season):
    page = page_of(client, "totals")
    assert rows(page, "table.totals") == [
        ["posts", "15", "posts", "1 / 2", "0", "Each counts once"],
        ["signed", "40", "persons", "1 / 2", "40", "Each counts once"],
        ["lectures", "2", "lectures", "1 / 2", "0", "Each counts once"],
    ]
    with translation.override("en"):
        assert f"As of {date_format(day())}, over 2 published pairs" in said(page, "indicators")
    assert "activities that count 4 from 1 of 2 pairs" in said(page, "reporting")
    assert "pairs with nothing on record 1" in said(page, "reporting")


def test_zero_is_a_number_and_not_reported_is_a_dash(client, world, rita, sam):
    Indicator.objects.filter(pk=world.posts.pk).update(headline_order=1)
    world.confirmed(rita, sam, measures={"signed": 0})
    assert [row[1] for row in rows(page_of(client, "totals"), "table.totals")] == ["– not reported", "0"]


def test_units_are_types_and_never_added(client, season):
    """Nothing on the page is the sum of posts, persons and lectures."""
    assert str(15 + 40 + 2) not in words(select(page_of(client, "totals"), "main")[0])


def test_what_waits_for_confirmation_is_in_no_number(client, world, rita):
    world.submitted(rita, measures={"posts": 73_519})
    assert "activities that count 0 from 0 of 2 pairs" in said(page_of(client, "totals"), "reporting")
    growth = said(page_of(client, "growth"), GROWTH)
    assert "Nothing is on record yet" in growth and "73" not in growth


def test_pairs_whose_names_are_not_public_are_told_of(client, season):
    Batch.objects.update(declared_pairs=5)
    assert "3 more pairs are declared" in said(page_of(client, "totals"), "reporting")


def test_before_anything_is_published_the_page_says_so(client, db):
    assert "No list has been published yet" in words(select(page_of(client, "totals"), "main")[0])


# Growth


def test_growth_is_of_events_and_says_what_is_kept_out(client, season):
    page = page_of(client, "growth", "?indicator=signed")
    assert rows(page, "table.months") == [
        ["March 2020", "0", "0", "0", "1"],
        ["April 2020", "0", "0", "0", "0"],
        ["May 2020", "0", "0", "40", "1"],
    ]
    assert "Another 40 comes from period reports" in said(page, GROWTH)
    assert "all of it comes from reports on periods" in said(page, GROWTH) and not select(page, "svg.growth")


def test_growth_adds_month_by_month(client, season):
    page = page_of(client, "growth", "?indicator=posts")
    assert [row[:3] for row in rows(page, "table.months")] == [
        ["March 2020", "10", "10"],
        ["April 2020", "0", "10"],
        ["May 2020", "5", "15"],
    ]
    assert "posts: 15 from March 2020 to May 2020; March 2020 added the most, 10." in said(page, GROWTH)


def test_over_many_years_only_the_months_in_which_something_ended_have_a_row(client, season):
    documented(season.pair, season.fair, datetime.date(2010, 1, 5), {season.posts: 1})
    assert [row[0] for row in rows(page_of(client, "growth", "?indicator=posts"), "table.months")] == [
        "January 2010",
        "March 2020",
        "May 2020",
    ]


# Parts


def test_parts_without_a_report_are_rows_with_a_dash(client, season):
    university = school("浙江寅大学", "4133000009", ZHEJIANG)
    third = {"recipient": school("湖北丙学院", "4142000009", "42"), "supporter": university, "serial": 3}
    Pair.objects.create(batch=season.batch, **third)
    page = page_of(client, "distribution")
    assert parts(page, "province") == [["Jiangsu", "4", "1 / 2"], ["Zhejiang", "– not reported", "0 / 1"]]
    assert parts(page, "mechanism") == [["1 Sharing jobs", "3", "1 / 3"], ["3 Guidance", "1", "1 / 3"]]
    assert parts(page, "batch") == [["Batch 1", "4", "1 / 3"]]


def test_parts_count_the_indicator_asked_for(client, season):
    page = page_of(client, "distribution", "?indicator=lectures")
    assert [row[1] for row in parts(page, "mechanism")] == ["– not reported", "2"]
    assert "Counted in what follows: lectures (lectures)." in words(select(page, "#counted")[0])


# What is asked


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?mechanism=3", ["1", "1", "1"]),
        ("?since=2020-04", ["3", "3", "1"]),
        ("?until=2020-03", ["1", "1", "1"]),
        ("?since=2020-04&until=2020-04", ["0", "0", "2"]),
        ("?province=32", ["4", "4", "1"]),
        ("?batch=1&tier=provincial_undergraduate", ["4", "4", "1"]),
    ],
)
def test_filters_narrow_what_is_counted(client, season, query, numbers):
    """Activities, evidenced ones, and pairs without any."""
    facts = select(page_of(client, "totals", query), "dl.facts dd")
    assert [words(fact) for fact in facts if fact.get("class") != "sub"] == numbers


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?batch=9", "is not one of the choices"),
        ("?indicator=9", "is not one of the choices"),
        ("?since=2020-13", "“2020-13” is not a month such as 2020-07."),
        ("?since=0000-01", "is not a month such as 2020-07."),
        ("?since=2020-05&until=2020-04", "The last month comes before the first; exchange the two."),
    ],
)
def test_what_cannot_be_understood_is_named_and_left_out(client, season, query, message):
    page = page_of(client, "totals", query)
    assert message in words(select(page, ".note-warn")[0])
    assert "from 1 of 2 pairs" in said(page, "reporting")


def test_the_filters_that_are_on_can_be_taken_off(client, season):
    page = page_of(client, "totals", "?indicator=posts&since=2020-05")
    assert [chip.get("href") for chip in select(page, "ul.chips a")] == [
        "/en/statistics/totals/?since=2020-05",
        "/en/statistics/totals/?indicator=posts",
        "/en/statistics/totals/",
    ]
    assert [words(chip) for chip in select(page, "ul.chips a")][1].endswith("From: 2020-05 ×")


def test_no_pair_under_the_filters_is_said(client, season):
    assert "No pair fits all of these filters" in words(select(page_of(client, "totals", "?province=11"), "main")[0])


def test_it_is_only_read(client, season):
    assert client.post(OVERVIEW).status_code == 405


# The flow


def test_the_map_shows_from_where_to_where(client, season):
    page = page_of(client, "flow")
    assert rows(page, "section[aria-labelledby=provinces] table") == [["Jiangsu", "2"]]
    assert "Jiangsu: 2 pairs" in [link.get("aria-label") for link in select(page, "svg.map a")]


def test_pairs_that_help_elsewhere_are_told_of(client, season):
    action = Action.objects.create(slug="another", name="另一行动", name_en="Another", recipient_provinces=[ZHEJIANG])
    facts = {"title": "x", "notice_on": day(), "source": "x", "starts": day(), "ends": day(9)}
    batch = Batch.objects.create(number=2, action=action, published_at=season.batch.published_at, **facts)
    Pair.objects.create(batch=batch, recipient=school("浙江卯学院", "4133000007", ZHEJIANG), supporter=season.supporter)
    flow = words(select(page_of(client, "flow", "?action=all"), "main")[0])
    assert "Pairs that help Zhejiang have supporters in 1 province. 2 pairs that help elsewhere are not drawn" in flow


def test_two_actions_are_added_up_only_where_the_address_asks_for_it(client, season):
    action = Action.objects.create(slug="another", name="另一行动", name_en="Another", recipient_provinces=[ZHEJIANG])
    facts = {"title": "x", "notice_on": day(), "source": "x", "starts": day(), "ends": day(9)}
    batch = Batch.objects.create(number=2, action=action, published_at=season.batch.published_at, **facts)
    Pair.objects.create(batch=batch, recipient=school("浙江卯学院", "4133000007", ZHEJIANG), supporter=season.supporter)
    counted = {"": 1, "?batch=1": 2, "?action=made-up": 2, "?action=another": 1, "?batch=2": 1, "?action=all": 3}
    pages = {query: client.get(f"/en/statistics/{query}").context["found"].of_pairs for query in counted}
    assert pages == counted
    rows = {query: client.get(f"/statistics/grid.json{query}").json()["rows"] for query in counted}
    assert {query: len({row["pair"] for row in there}) for query, there in rows.items() if there} == {
        query: number for query, number in counted.items() if rows[query]
    }


# Pages and addresses


def test_the_old_address_of_the_grid_leads_to_its_page_with_its_filters(client, season):
    response = client.get("/en/statistics/?page=2&batch=1")
    assert (response.status_code, response["Location"]) == (301, "/en/statistics/commitments/?batch=1&page=2")


def test_the_overview_has_each_part_of_the_old_page_and_leads_to_where_it_stands_now(client, season):
    page = page_of(client, "", "?batch=1&indicator=posts")
    old = ("totals", "growth", "parts", "clock", "flow", "grid")
    leads = {select(page, f"#{part} h2 a")[0].get("href") for part in old}
    assert leads == {f"/en/statistics/{name}/?batch=1&indicator=posts" for name in BY_NAME}


def test_filters_go_along_from_page_to_page_and_into_the_files(client, season):
    page = page_of(client, "growth", "?indicator=posts&since=2020-04")
    along = [link.get("href") for link in select(page, "nav.parts-of-statistics a, .take a")]
    assert len(along) == 10 and {address.partition("?")[2] for address in along} == {"indicator=posts&since=2020-04"}


@pytest.mark.parametrize("name", BY_NAME)
def test_contents_lead_to_headings_of_the_page(client, season, name):
    page = page_of(client, name)
    entries = select(page, "nav.contents a")
    assert len(entries) > 1 and all(page.get_element_by_id(link.get("href")[1:]) is not None for link in entries)
