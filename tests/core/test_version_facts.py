"""What is added up once for a version of the data is found again, and never after a change."""

import pytest

from core.version_facts import VersionFacts
from tests.support.factories.activities import day
from tests.support.factories.documented_activities import documented

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_fact_is_found_out_once_for_a_version(world):
    facts, asked = VersionFacts(2), []
    for key in ("one", "one", "two", "one"):
        assert facts.of_now()(key, lambda key=key: asked.append(key) or key.upper()) == key.upper()
    assert asked == ["one", "two"]


def test_after_a_change_nothing_of_before_is_told(world):
    facts = VersionFacts(2)
    assert facts.of_now()("pairs", lambda: "before") == "before"
    world.pair.save()
    assert facts.of_now()("pairs", lambda: "after") == "after"


def test_those_asked_for_least_lately_are_forgotten(world):
    facts = VersionFacts(2)
    for key in ("one", "two", "one", "three"):
        facts.of_now()(key, key.upper)
    assert [*facts.facts] == ["one", "three"]


def test_another_page_of_the_statistics_does_not_add_up_again(client, world, django_assert_max_num_queries):
    documented(world.pair, world.fair, day(-1), {world.posts: 1})
    client.get("/en/statistics/totals/")
    client.get("/en/statistics/growth/")
    with django_assert_max_num_queries(6):
        client.get("/statistics/growth/")
