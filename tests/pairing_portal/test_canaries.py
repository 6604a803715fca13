"""Nobody outside learns anything that is not public: by no list, count, file, picture or suggestion, in no language."""

import re

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

import accounts.permissions
from accounts.models import Membership
from activities.models import GraduateGroup
from oversight.obligations import desk
from oversight.obligations.obligations import owed
from pairs.models import Milestone, Pair
from tests.conftest import a_client, a_person
from tests.support.assertions.canaries import (
    CLOSED,
    INSIDE,
    NUMBERS,
    Planted,
    canaries_in,
    every_path,
    remind_all,
    walk,
    word,
    words_of,
)
from tests.support.factories.activities import HUBEI, ZHEJIANG, day, school
from tests.support.factories.obligations import since_two_months, usual_rules

pytestmark = pytest.mark.one_database  # who may what is asked of Python, and the same on each database

OUTSIDE = ["officer of another province", "coordinator of another pair", "anonymous"]


@pytest.fixture(autouse=True)
def clock_stands_still():
    """The page of one's own sessions says when one was here last; both walks are at the same moment."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def stage(world, rita, sam, olga, officer):
    """What is public of the pair beforehand, and a pair in the province of the officer who may not look."""
    since_two_months()
    usual_rules()
    facts = {"recipient": school("湖北丙学院", "4142000003", HUBEI)}
    facts |= {"supporter": school("浙江子大学", "4133000001", ZHEJIANG)}
    Pair.objects.create(batch=world.batch, serial=3, **facts)
    world.confirmed(rita, sam, title="公开的活动")
    GraduateGroup.objects.create(code="all", name="毕业生", name_en="Graduates")
    Milestone.objects.create(pair=world.pair, kind="negotiating", on=day(-3), source="tests")
    return world


@pytest.fixture
def elsewhere(stage):
    return a_person("zhe", Membership.Role.OFFICER, province=ZHEJIANG)


@pytest.fixture
def outside(elsewhere, olga):
    return dict(zip(OUTSIDE, (a_client(elsewhere), a_client(olga), Client()), strict=True))


@pytest.fixture
def plant(stage, rita, sam, officer, inspector):
    """Plants the canaries, and reminds of all that is owed; gives what was made."""

    def plant_():
        planted = Planted(stage, rita, sam, officer, inspector)
        remind_all([due for due in owed(Pair.objects.all()) if due.side != "ministry"])
        return planted.records

    return plant_


@pytest.mark.parametrize("who", OUTSIDE)
def test_outside_nothing_shows_and_no_count_changes(stage, plant, outside, who):
    """Public pages are the same for everybody: strangers read them once for all, and in both languages.

    The scopes know no language, and what is closed shows nothing of its own (test_matrix.py).
    """
    client, everywhere = outside[who], who == "anonymous"
    with transaction.atomic():
        records = plant()
        there = walk(client, every_path(stage, records, "en", public=everywhere))
        again = every_path(stage, records, "zh-hans", searches=[], public=True) if everywhere else ()
        in_chinese = walk(client, (path for path in again if path not in there))
        transaction.set_rollback(True)
    assert {path: found for path, text in (there | in_chinese).items() if (found := canaries_in(text))} == {}
    assert len(there) > (200 if everywhere else 100)
    shown = [path for path, text in there.items() if not text.startswith(CLOSED)]
    without = walk(client, shown)
    assert [path for path in shown if there[path] != without[path]] == []


def test_inside_each_of_them_is_read_on_the_same_walk(stage, plant, rita, officer, inspector):
    """The walk passes all the places where the canaries sit: those whom they concern find every one."""
    paths = list(every_path(stage, plant(), "en", searches=[], public=False))
    missing = {*map(word, INSIDE), *NUMBERS}
    for client, path in ((client, path) for client in map(a_client, (rita, inspector, officer)) for path in paths):
        if not missing:
            break
        text = words_of(client.get(path))
        missing -= {one for one in missing if str(one) in text} | canaries_in(text)
    assert missing == set()


def test_a_scope_that_lets_everybody_watch_is_noticed(stage, plant, elsewhere, monkeypatch):
    monkeypatch.setattr(accounts.permissions, "pairs_watched_by", lambda user: Pair.objects.published())
    everywhere = every_path(stage, plant(), "en", public=False)
    paths = [path for path in everywhere if re.search("/pairs/|/findings", path)]
    assert any(canaries_in(text) for text in walk(a_client(elsewhere), paths).values())


def test_a_count_over_too_many_pairs_is_noticed(stage, plant, elsewhere, monkeypatch):
    monkeypatch.setattr(desk, "pairs_overseen_by", lambda user: Pair.objects.published())
    client = a_client(elsewhere)
    with transaction.atomic():
        plant()
        there = walk(client, ["/en/desk/oversight/"])
        transaction.set_rollback(True)
    assert there != walk(client, ["/en/desk/oversight/"])
