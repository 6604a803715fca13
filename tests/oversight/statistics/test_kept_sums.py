"""Sums that were found out stay while others are changed, and not longer than the list they are of."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.models import Mechanism
from core.parts import PARTS
from core.version_facts import FACTS
from oversight.statistics.page_list import PAGES
from pairs.models import Batch, Pair
from tests.support.factories.activities import day
from tests.support.factories.documented_activities import documented

PATHS = ["/statistics/", *(f"/statistics/{page.name}/" for page in PAGES)]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def told(world, settings):
    settings.STORED_ANSWERS_MB = 0
    facts = {"title": "另一批", "source": "tests", "notice_on": day(-30), "starts": day(-30), "ends": day(300)}
    world.later = Batch.objects.create(number=2, action=world.batch.action, published_at=timezone.now(), **facts)
    Pair.objects.filter(pk=world.other_pair.pk).update(batch=world.later)
    for pair in (world.pair, world.other_pair):
        documented(pair, world.fair, day(-1), {world.posts: 7})
    return world


def pages(client):
    return {path: client.get(path).content for path in PATHS}


def nothing_kept():
    for store in (FACTS, PARTS):
        store.clear()


def test_what_is_no_longer_on_the_lists_is_in_no_sum(client, told):
    before = pages(client)
    Batch.objects.filter(pk=told.later.pk).update(published_at=None)
    Pair.objects.filter(pk=told.pair.pk).update(supporter_province="11")
    after = pages(client)
    assert all(after[path] != before[path] for path in ("/statistics/", "/statistics/growth/"))
    nothing_kept()
    assert pages(client) == after


def test_a_number_that_another_mechanism_has_now_is_what_is_asked_for(client, told):
    asked = f"/statistics/distribution/?mechanism={told.jobs.number}"
    client.get(asked)
    Mechanism.objects.filter(pk=told.jobs.pk).update(number=99)
    Mechanism.objects.exclude(pk=told.jobs.pk).update(number=told.jobs.number)
    after = client.get(asked).content
    nothing_kept()
    assert client.get(asked).content == after


def test_after_an_activity_lists_promises_and_milestones_are_not_asked_again(client, told):
    pages(client)
    documented(told.pair, told.fair, day(-2), {told.posts: 8})
    with CaptureQueriesContext(connection) as captured:
        client.get("/statistics/")
    asked = " ".join(query["sql"] for query in captured)
    assert "activities_tally" in asked
    assert not any(f'FROM "{table}"' in asked for table in ("pairs_pair", "pairs_milestone", "activities_commitment"))
