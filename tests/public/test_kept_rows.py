"""Rows that say how much was done are written anew when that is another number, and outlive what is done elsewhere."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.activities import public, workflow
from activities.activities.coming import numbers
from activities.models import Activity, Indicator
from pairs.models import Batch, Pair, University
from public import action_views
from tests.public.test_kept_parts import STORES
from tests.support.assertions.public_pages import main_of
from tests.support.factories.activities import day

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
MECHANISM, ACTION = "/en/actions/made-up/mechanisms/1/", "/en/actions/made-up/"


@pytest.fixture
def written(monkeypatch):
    """The keys of the pairs, and of the activities in words, whose rows were written since this was emptied."""
    found, pair_lines, fetch = [], action_views.pair_lines, public.fetch_surroundings
    monkeypatch.setattr(action_views, "pair_lines", lambda values: found.extend(values) or pair_lines(values))
    monkeypatch.setattr(
        public, "fetch_surroundings", lambda rows: found.extend(f"activity {one.pk}" for one in rows) or fetch(rows)
    )
    return found


def rows_of(client):
    """The rows of pairs on the page of the mechanism: name, activities and totals in one line each."""
    page = client.get(MECHANISM).content.decode()
    rows = re.findall(r"<tr>.*?</tr>", page[page.index('id="by-pair"') :], re.DOTALL)[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_only_the_pair_that_did_something_has_a_new_row(client, world, rita, sam, olga, editor, written):
    world.confirmed(rita, sam, measures={"posts": 8})
    assert [row[-1] for row in rows_of(client)] == ["8", "–"]
    assert pairs_in(written) == {world.pair.pk, world.other_pair.pk}
    written.clear()
    world.confirmed(olga, editor, pair=world.other_pair, measures={"posts": 5})
    mine, other = rows_of(client)
    assert mine.endswith("1 posts 8") and other.endswith("1 posts 5")
    assert pairs_in(written) == {world.other_pair.pk}
    written.clear()
    world.confirmed(rita, sam, kind=world.lecture)
    assert rows_of(client) == [mine, other] and written == []


def pairs_in(written):
    return {key for key in written if isinstance(key, int)}


def test_what_is_withdrawn_leaves_the_row_at_once(client, world, rita, sam, editor):
    activity = world.confirmed(rita, sam, measures={"posts": 8})
    assert rows_of(client)[0].endswith("1 posts 8")
    workflow.withdraw(activity, editor, "没有举行")
    assert rows_of(client)[0].endswith("– –")


def test_a_name_is_in_the_row_at_once(client, world, rita, sam):
    world.confirmed(rita, sam, measures={"posts": 8})
    rows_of(client)
    University.objects.update(name_en="Renamed University")
    assert all(row.startswith("Renamed University") for row in rows_of(client))
    Indicator.objects.update(name_en="renamed posts")
    assert "renamed posts 8" in rows_of(client)[0]


@pytest.mark.parametrize("page", [MECHANISM, ACTION, "/en/activities/"])
def test_only_an_activity_that_changed_has_a_new_row(client, world, rita, sam, page, written):
    first, second = (world.confirmed(rita, sam, title=title, title_en="") for title in ("招聘一", "招聘二"))
    assert "招聘一" in main_of(client, page)
    keys = [f"activity {one.pk}" for one in (first, second)]
    assert {*keys} <= {*written}
    written.clear()
    Activity.objects.filter(pk=first.pk).update(title="改题")
    told = main_of(client, page)
    assert "改题" in told and "招聘一" not in told and "招聘二" in told
    assert [one for one in written if one in keys] == keys[:1]


def test_a_figure_is_in_the_row_of_its_activity_at_once(client, world, rita, sam):
    activity = world.confirmed(rita, sam, measures={"posts": 8})
    assert "posts 8" in main_of(client, "/en/activities/")
    activity.measures.update(agreed=9)
    assert "posts 9" in main_of(client, "/en/activities/")


@pytest.mark.parametrize("page", ["/", ACTION, "/en/universities/4142000001/"])
def test_only_an_event_that_changed_has_a_new_card(client, world, rita, sam, page, written):
    first, second = (world.planned(rita, title=title, starts_at="09:30") for title in ("云上一", "云上二"))
    assert "云上一" in main_of(client, page)
    written.clear()
    Activity.objects.filter(pk=first.pk).update(place="南京", starts_at="10:45")
    told = main_of(client, page)
    assert "10:45" in told and "云上二" in told
    assert [one for one in written if one in (f"activity {first.pk}", f"activity {second.pk}")] == [
        f"activity {first.pk}"
    ]


def test_what_comes_is_counted_of_whom_it_concerns(world, rita):
    world.planned(rita)
    other = University.objects.exclude(pk__in=[world.recipient.pk, world.supporter.pk]).first()
    of = [None, (world.batch.action.pk,), world.batch.action, world.batch, world.jobs, world.recipient]
    assert [numbers(one).total() for one in of] == [1] * len(of)
    assert [numbers(one).total() for one in ((), (0,), world.guidance, other)] == [0] * 4


def test_a_row_of_an_activity_is_told_of_no_other_record(world, rita, sam):
    world.confirmed(rita, sam)
    with pytest.raises(TypeError, match="read other records themselves"):
        public.rows_of(Activity.objects.select_related("kind").with_measures())


def test_pairs_are_narrowed_to_a_batch_in_the_order_of_its_list(client, world, olga, editor):
    later = Batch.objects.create(
        number=2,
        action=world.batch.action,
        title="二批",
        source="tests",
        published_at=timezone.now(),
        notice_on=day(),
        starts=day(),
    )
    Pair.objects.create(batch=later, serial=1, recipient=world.recipient, supporter=world.other_supporter)
    world.confirmed(olga, editor, pair=world.other_pair)

    def places(query=""):
        return re.findall(r'href="/en/pairs/([\d-]+)/"', client.get(MECHANISM + query).content.decode())[-3:]

    assert places() == ["1-2", "1-1", "2-1"]
    assert places("?batch=2")[-1:] == ["2-1"] and "1-1" not in places("?batch=2")
    assert places("?batch=1")[-2:] == ["1-2", "1-1"]


def test_as_many_queries_whatever_was_done(client, world, rita, sam, olga, editor):
    def asked():
        for store in STORES:
            store.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get(MECHANISM)
        return len(captured)

    world.confirmed(rita, sam, measures={"posts": 8})
    few = asked()
    for number in range(4):
        world.confirmed(olga, editor, pair=world.other_pair, title=f"招聘{number}", measures={"posts": 5, "signed": 1})
    assert asked() == few
