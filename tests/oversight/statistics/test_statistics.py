"""What the pages of the statistics say: totals with their rules, growth, parts, durations, flow, and the grid."""

import datetime
import re

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import strip_tags
from lxml import html

from activities.agreements import workflow as agreements
from activities.models import Activity, ActivityKind, Indicator
from oversight.statistics.page_list import BY_NAME
from pairs.models import Action, Batch, Pair
from tests.support.assertions.css_select import select
from tests.support.factories.activities import ZHEJIANG, day, school
from tests.support.factories.agreements import agreed
from tests.support.factories.documented_activities import MAY, a_season, documented, milestone

OVERVIEW = "/en/statistics/"


def page_of(client, name, query=""):
    response = client.get(f"{OVERVIEW}{name}/{query}" if name else OVERVIEW + query)
    assert response.status_code == 200
    return html.fromstring(response.content)


def words(element):
    return " ".join(strip_tags(html.tostring(element, encoding="unicode")).split())


def said(page, section):
    """The words of the section under the heading with this id."""
    return words(select(page, f"section[aria-labelledby={section}]")[0])


GROWTH = "growth-made-up"


def rows(page, table):
    """The words of each cell of each row of a table, by rows."""
    return [[words(cell) for cell in row] for row in select(page, f"{table} tbody tr")]


@pytest.fixture
def season(world):
    return a_season(world)


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


def parts(page, by):
    return rows(page, f"section[aria-labelledby=by-{by}]")


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


# Promise and practice


def promise(world, rita, sam, mechanisms):
    promises = [{"mechanism": mechanism, "text": "承诺"} for mechanism in mechanisms]
    agreed(rita, sam, world.pair, "目标", day(), day(30), promises)


def test_every_pair_has_a_row_under_each_mechanism(client, season, rita, sam):
    promise(season, rita, sam, [season.jobs, season.jobs])
    page = page_of(client, "commitments")
    first, silent = [row[1:] for row in rows(page, "table.grid")]
    assert first == ["promised 2 done 3 evidenced 3", "done 1 evidenced 1"]
    assert silent == ["– nothing on record", "– nothing on record"]
    assert [row[1:] for row in rows(page, "table.columns-of-grid")] == [["1", "1", "1"], ["0", "1", "1"]]


def test_a_draft_promises_nothing(client, season, rita):
    promises = [{"mechanism": season.guidance, "text": "承诺"}]
    agreements.draft(rita, season.pair, "目标", day(), day(30), promises)
    assert [row[1] for row in rows(page_of(client, "commitments"), "table.columns-of-grid")] == ["0", "0"]


def test_the_grid_is_read_page_by_page_in_the_order_of_the_lists(client, season):
    schools = [school(f"湖北第{n}学院", f"41429{n:05}", "42") for n in range(30)]
    for number, recipient in enumerate(schools, 3):
        Pair.objects.create(batch=season.batch, serial=number, recipient=recipient, supporter=season.supporter)
    assert len(rows(page_of(client, "commitments"), "table.grid")) == 25
    page = page_of(client, "commitments", "?page=2")
    assert "Pairs 26 to 32 of 32" in said(page, "grid-pairs")
    assert rows(page, "table.grid")[0][0].startswith("湖北第23学院")
    assert select(page, "nav.pages a")[0].get("href").endswith("#grid-pairs")


# The phase clock

FIRST = "From the notice to the first documented activity, signings aside"


def clock(page):
    """The numbers of each step, by its name."""
    return {row[0]: row[1:] for row in rows(page, "table.clock")}


def test_days_between_steps_where_both_are_known(client, season):
    notice = season.batch.notice_on
    for pair, days in ((season.pair, 3), (season.other_pair, 8)):
        milestone(pair, "docked", notice + datetime.timedelta(days))
        milestone(pair, "signed", stated_as_of=notice + datetime.timedelta(30))
    steps = clock(page_of(client, "durations"))
    assert steps["From the notice to contact"] == ["2", "3", "–", "–", "–", "8", "0"]
    assert steps["From the notice to signing"] == ["0", "–", "–", "–", "–", "–", "2"]
    assert steps["From contact to negotiation"] == ["0", "–", "–", "–", "–", "–", "0"]


def test_a_statement_gives_a_limit_and_no_more(client, season):
    milestone(season.pair, "docked", stated_as_of=season.batch.notice_on + datetime.timedelta(12))
    docking = said(page_of(client, "durations"), "step-docking")
    assert "For 1 more a statement says: at most 12 days. For 1 pair it is not known." in docking


def test_the_first_event_ends_the_clock_and_a_report_does_not(client, world):
    documented(world.pair, world.matching, day(-55), {world.signed: 4})
    documented(world.pair, world.fair, day(-50))
    assert clock(page_of(client, "durations"))[FIRST][:2] == ["1", "10"]


def test_a_signing_is_no_first_activity(client, world):
    signing = ActivityKind.objects.create(
        code="agreement_signing", mechanism=world.jobs, name="签署", name_en="Signing"
    )
    documented(world.pair, signing, day(-50))
    assert clock(page_of(client, "durations"))[FIRST][0] == "0"


def test_under_five_pairs_there_is_no_median_and_no_picture(client, season):
    for pair, days in ((season.pair, 3), (season.other_pair, 8)):
        milestone(pair, "docked", season.batch.notice_on + datetime.timedelta(days))
    page = page_of(client, "durations")
    assert "The days are known for only 2 of 2 pairs: too few for a median." in said(page, "step-docking")
    assert not select(page, "main svg")


def test_quartiles_are_given_from_five_pairs_on(client, season):
    pairs = [season.pair, season.other_pair]
    for number in (3, 4, 5):
        recipient = school(f"湖北{number}学院", f"414200001{number}", "42")
        pairs.append(Pair.objects.create(batch=season.batch, recipient=recipient, supporter=season.supporter))
    for pair, days in zip(pairs, (1, 2, 3, 12, 40), strict=True):
        milestone(pair, "docked", season.batch.notice_on + datetime.timedelta(days))
    page = page_of(client, "durations")
    assert clock(page)["From the notice to contact"] == ["5", "1", "2", "3", "12", "40", "0"]
    finding = "Half of the 5 pairs whose days are known took no more than 3 days; the middle half took 2 to 12."
    assert finding in said(page, "step-docking")


def test_no_pair_is_named_by_the_clock(client, season):
    milestone(season.pair, "docked", season.batch.notice_on)
    assert season.recipient.name not in words(select(page_of(client, "durations"), "main")[0])


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


# Pictures


def everything(client, season):
    """The pages with as many pictures as there are."""
    milestone(season.pair, "docked", season.batch.notice_on + datetime.timedelta(3))
    return {name: page_of(client, name, "?indicator=posts") for name in ("", *BY_NAME)}


def test_every_picture_has_a_finding_in_words_and_a_table(client, season):
    drawn = {name: select(page, "svg[role=img]") for name, page in everything(client, season).items()}
    assert {name: len(pictures) for name, pictures in drawn.items()} == {
        "": 4, "totals": 1, "growth": 1, "distribution": 0, "durations": 0, "flow": 0, "commitments": 2,
    }  # fmt: skip
    for name, picture in [(name, picture) for name, pictures in drawn.items() for picture in pictures]:
        page = picture.getroottree().getroot()
        title, more = (words(page.get_element_by_id(one)) for one in picture.get("aria-labelledby").split())
        assert title in words(page).replace(title, "", 1) and more
        assert select(page, "table") or not name


def test_ids_stand_once(client, season):
    for page in everything(client, season).values():
        ids = [element.get("id") for element in select(page, "[id]")]
        assert len(ids) == len(set(ids))


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


# What a picture says, and when there is none


def test_two_actions_are_not_joined_into_one_curve(client, season):
    action = Action.objects.create(slug="another", name="另一行动", name_en="Another", recipient_provinces=[ZHEJIANG])
    facts = {"title": "x", "notice_on": day(), "source": "x", "starts": day(), "ends": day(9)}
    batch = Batch.objects.create(number=2, action=action, published_at=season.batch.published_at, **facts)
    recipient = school("浙江卯学院", "4133000007", ZHEJIANG)
    pair = Pair.objects.create(batch=batch, recipient=recipient, supporter=season.supporter)
    for month in (6, 7):
        documented(pair, season.fair, datetime.date(2020, month, 5), {season.posts: 7})
    page = page_of(client, "growth", "?action=all&indicator=posts")
    curves = [row[:3] for row in rows(page, "section[aria-labelledby=growth-another] table")]
    assert curves == [["June 2020", "7", "7"], ["July 2020", "7", "14"]]
    assert [row[2] for row in rows(page, f"section[aria-labelledby={GROWTH}] table")] == ["10", "10", "15"]
    assert len(select(page, "svg.growth")) == 2
    found = client.get("/statistics/growth.json?action=all&indicator=posts").json()["rows"]
    assert [(row["action_slug"], row["so_far"]) for row in found][-2:] == [("another", 7), ("another", 14)]


def test_one_month_is_said_and_not_drawn(client, season):
    page = page_of(client, "growth", "?indicator=posts&until=2020-03")
    assert "all 10 ended in one month, March 2020; one month shows no growth" in said(page, GROWTH)
    assert not select(page, "svg.growth")


def test_a_histogram_of_one_bar_is_a_sentence(client, season):
    for number in range(5):
        recipient = school(f"湖北{number}学院", f"414200001{number}", "42")
        pair = Pair.objects.create(batch=season.batch, recipient=recipient, supporter=season.supporter)
        milestone(pair, "docked", season.batch.notice_on + datetime.timedelta(7))
    page = page_of(client, "durations")
    assert "All 5 pairs whose days are known took 7 days." in said(page, "step-docking")
    assert not select(page, "main svg")


def test_few_numbers_are_not_compared(client, season):
    assert "Activities: only 4 on record, too few to compare." in said(page_of(client, "distribution"), "by-mechanism")


def test_axes_name_their_units(client, season):
    page = page_of(client, "growth", "?indicator=posts")
    assert [words(unit) for unit in select(page, "svg .unit")] == ["posts"]


def test_a_place_whose_supporter_was_replaced_is_one_pair(client, season):
    """What the replaced pair did counts as its own; of how many pairs is told by the places of the list."""
    season.pair.end_kind, season.pair.ended_on, season.pair.end_reason = "replaced", MAY, "x"
    season.pair.save()
    after = school("浙江辰大学", "4133000003", ZHEJIANG)
    place = {"batch": season.batch, "recipient": season.recipient, "replaces": season.pair}
    successor = Pair.objects.create(supporter=after, **place)
    documented(successor, season.fair, MAY, {season.posts: 1})
    assert "activities that count 5 from 1 of 2 pairs" in said(page_of(client, "totals"), "reporting")
    page = page_of(client, "distribution")
    assert parts(page, "batch") == [["Batch 1", "5", "1 / 2"]]
    assert parts(page, "province") == [["Jiangsu", "4", "1 / 2"], ["Zhejiang", "1", "1 / 1"]]
    assert [row["pairs"] for row in client.get("/statistics/flow.json").json()["rows"]] == [1, 1]
    Activity.objects.update(public_since=timezone.now())
    mechanism = words(html.fromstring(client.get(f"/en{season.jobs.get_absolute_url()}").content))
    told = re.findall(r"\d+ of \d+ (?:known )?pairs", mechanism)
    assert told == ["1 of 2 known pairs", "1 of 2 pairs", "1 of 2 pairs"]
