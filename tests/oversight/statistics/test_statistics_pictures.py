"""What the pictures of the statistics say, and when there is none."""

import datetime
import re

from django.utils import timezone
from lxml import html

from activities.models import Activity
from oversight.statistics.page_list import BY_NAME
from pairs.models import Action, Batch, Pair
from tests.support.assertions.css_select import select
from tests.support.factories.activities import ZHEJIANG, day, school
from tests.support.factories.documented_activities import MAY, documented, milestone

from .statistics_pages import GROWTH, page_of, parts, rows, said, words

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
