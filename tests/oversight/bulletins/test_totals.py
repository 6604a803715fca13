"""Totals by action: today's add up to what the history gives, earlier ones are those of a bulletin of the day."""

import pytest

from oversight.bulletins.as_of import AsOfFigures
from oversight.bulletins.totals import total_rows
from pairs.models import Batch, Milestone, Pair
from pairs.pairs import workflow
from tests.conftest import a_person
from tests.support.factories.activities import day, school

pytestmark = pytest.mark.django_db


@pytest.fixture
def season(world, rita, sam):
    world.the_six(rita, sam)
    world.held(rita, sam, on=-10, confirmed=-4, posts=7)
    Milestone.objects.create(pair=world.pair, kind="signed", on=day(-9), source="tests")
    return world


def totals(as_of=None):
    """The value and the number of pairs of each measure."""
    return {row["measure"]: (row["value"], row["reporting"]) for row in total_rows(Batch.objects.published(), as_of)}


def by_history(as_of):
    return {found.measure.code: (found.value, found.reporting) for found in AsOfFigures([1], as_of).figures()}


def test_todays_are_what_the_history_gives(season):
    assert totals() == by_history(day(0)) and totals()["agreements"] == (1, 1)
    assert totals(day(-5)) == by_history(day(-5)) != totals()
    assert all(row["data_hash"] for row in total_rows(Batch.objects.published(), day(-5)))


@pytest.mark.parametrize("times", [1, 2])
def test_a_place_whose_supporter_is_replaced_counts_once(season, rita, editor, times):
    pair = season.pair
    for number in range(times):
        successor = school(f"江苏第{number}大学", f"413200010{number}", "32")
        last_day = day(-7 + number)
        workflow.replace_supporter(pair, editor, supporter=successor, last_day=last_day, reason="更换", source="通知")
        pair = Pair.objects.get(replaces=pair)
    coordinator = a_person("new", "coordinator", university=successor)
    season.held(rita, coordinator, pair=pair, on=-3, confirmed=-2, posts=5)
    assert totals() == by_history(day(0))
    assert totals()["activities"] == (4, 1)


def test_what_was_withdrawn_is_in_no_total(season, editor):
    season.batch.withdraw(editor, "有误")
    assert totals() == totals(day(-5)) == {}
