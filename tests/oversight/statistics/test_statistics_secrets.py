"""What is not public is in no number, and however much is, the page asks as often."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.activities import workflow
from activities.activities.models import totals
from activities.agreements import workflow as agreements
from activities.models import Total
from oversight.statistics.page_list import PAGES
from oversight.statistics.tables import TABLES
from pairs.models import Batch, Pair
from tests.support.factories.activities import ZHEJIANG, day, school
from tests.support.factories.documented_activities import documented

FILES = [f"/statistics/{name}.csv" for name in TABLES]
PATHS = ["/en/statistics/", *(f"/en/statistics/{page.name}/" for page in PAGES), *FILES]
PATHS.append("/statistics/growth/?indicator=posts&batch=1&since=2020-01")


@pytest.fixture
def hidden(world):
    """A pair of a batch that is not published, with an activity."""
    facts = {"title": "批次", "notice_on": day(-9), "source": "tests", "starts": day(-9), "ends": day(9)}
    batch = Batch.objects.create(number=2, action=world.batch.action, declared_pairs=7, **facts)
    sides = {
        "recipient": school("湖北藏学院", "4142000008", "42"),
        "supporter": school("浙江藏大学", "4133000008", ZHEJIANG),
    }
    pair = Pair.objects.create(batch=batch, serial=1, **sides)
    documented(pair, world.fair, day(-1), {world.posts: 73_519})
    return pair


def test_an_unpublished_pair_is_in_no_number(client, world, hidden):
    before = {path: client.get(path).content for path in PATHS}
    hidden.activities.all().delete()
    totals.recount(hidden)
    hidden.delete()
    Batch.objects.filter(number=2).delete()
    assert {path: client.get(path).content for path in PATHS} == before


def test_drafts_and_what_waits_change_nothing(client, world, rita, sam):
    before = {path: client.get(path).content for path in PATHS}
    promises = [{"mechanism": world.jobs, "text": "秘密", "indicator": world.posts, "target": 9}]
    agreements.accept(agreements.draft(rita, world.pair, "秘密", day(), day(30), promises), rita)
    world.drafted(rita, measures={"posts": 1})
    workflow.send_back(world.submitted(rita, measures={"posts": 2}), sam, "不对")
    world.submitted(sam, measures={"posts": 3})
    world.planned(sam)
    assert {path: client.get(path).content for path in PATHS} == before


def test_as_many_queries_whatever_there_is(client, world):
    documented(world.pair, world.fair, day(-1), {world.posts: 1})
    few = {path: queries(client, path) for path in PATHS}
    for number in range(40):
        recipient = school(f"湖北第{number}学院", f"41429{number:05}", "42")
        pair = Pair.objects.create(batch=world.batch, recipient=recipient, supporter=world.supporter)
        documented(pair, world.lecture, day(-number * 20), {world.lectures: 3})
    assert {path: queries(client, path) for path in PATHS} == few
    assert max(few.values()) <= 25


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_activities_are_never_read(client, world):
    documented(world.pair, world.fair, day(-1), {world.posts: 1})
    with CaptureQueriesContext(connection) as captured:
        for path in PATHS:
            client.get(path)
    asked = " ".join(query["sql"] for query in captured)
    assert "activities_total" in asked and "activities_tally" in asked
    assert '"activities_activity"' not in asked and '"activities_measure"' not in asked


def test_a_total_that_is_wrong_would_be_seen(client, world):
    """The page shows the stored totals: rebuild_totals --check is what guards them."""
    documented(world.pair, world.fair, day(-1), {world.posts: 1})
    Total.objects.update(value=8_472)
    assert "8,472" in client.get("/en/statistics/totals/").content.decode()


def test_very_many_pairs_are_looked_up_by_the_database(client, world, monkeypatch):
    documented(world.pair, world.fair, day(-1), {world.posts: 1})
    few = {path: client.get(path).content for path in PATHS}
    monkeypatch.setattr("oversight.statistics.queries.MANY", 1)
    assert {path: client.get(path).content for path in PATHS} == few
