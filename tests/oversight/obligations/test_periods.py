"""Duties by ten days and months, where an action asks for them, and entries that came back."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from activities.activities import workflow
from oversight.models import ObligationKind
from oversight.obligations.obligations import owed
from oversight.obligations.periods import first_of, last_of
from oversight.obligations.reminders import due_by_rule
from pairs.models import Action, Batch, Pair
from tests.support.factories.obligations import rule, usual_rules

SHANGHAI = timezone.get_default_timezone()


def on(day, hour=9):
    return datetime.datetime(2031, 3, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def clock():
    with time_machine.travel(on(1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(clock, world):
    Batch.objects.update(starts=datetime.date(2031, 2, 1), published_at=on(1) - datetime.timedelta(days=28))
    Action.objects.update(reporting="ten_days", reporting_days=3)
    usual_rules()
    rule(ObligationKind.AGREEMENT, after=365)
    return world


def dues(kind, pair):
    return [due for due in owed(Pair.objects.published()) if due.duty == kind and due.pair == pair.pk]


@pytest.mark.parametrize(
    ("reporting", "day", "first", "last"),
    [
        ("ten_days", 1, 1, 10),
        ("ten_days", 10, 1, 10),
        ("ten_days", 11, 11, 20),
        ("ten_days", 21, 21, 28),
        ("ten_days", 28, 21, 28),
        ("month", 28, 1, 28),
    ],
)
def test_periods_begin_on_the_first_eleventh_and_twenty_first_or_with_the_month(reporting, day, first, last):
    begins = first_of(reporting, datetime.date(2031, 2, day))
    assert (begins.day, last_of(reporting, begins).day) == (first, last)


def test_a_pair_that_reports_nothing_on_ten_days_is_listed_once_they_are_due(world, clock, rita):
    assert [due.count for due in dues(ObligationKind.REPORT, world.pair)] == [2, 2]  # 1 to 10 and 11 to 20 February
    for first, last in ((1, 1), (11, 11), (21, 21)):
        days = {"starts_on": datetime.date(2031, 2, first), "ends_on": datetime.date(2031, 2, last)}
        world.submitted(rita, title=f"第{first}场", **days)
    clock.move_to(on(13, hour=23))  # the last day on which 1 to 10 March may be reported on
    assert dues(ObligationKind.REPORT, world.pair) == []
    clock.move_to(on(14, hour=0))
    (recipient, supporter) = dues(ObligationKind.REPORT, world.pair)
    assert (recipient.side, supporter.side) == ("recipient", "supporter")
    assert (recipient.since, recipient.count) == (datetime.date(2031, 3, 13), 1)
    assert ("report", world.pair.pk, "recipient") in {due.key for due in due_by_rule()}
    world.submitted(rita, starts_on=datetime.date(2031, 3, 8), ends_on=datetime.date(2031, 3, 12))
    assert dues(ObligationKind.REPORT, world.pair) == []


def test_a_month_is_due_after_its_end_and_silence_is_not_asked_about_as_well(world, clock):
    Action.objects.update(reporting="month")
    clock.move_to(on(3))
    assert dues(ObligationKind.REPORT, world.pair) == dues(ObligationKind.SILENT, world.pair) == []
    clock.move_to(on(4))
    assert [due.count for due in dues(ObligationKind.REPORT, world.pair)] == [1, 1]
    Action.objects.update(reporting="none")
    assert dues(ObligationKind.REPORT, world.pair) == [] and dues(ObligationKind.SILENT, world.pair)


def test_what_came_back_is_owed_by_its_side_until_it_is_submitted_again(world, clock, rita, sam):
    entry = workflow.send_back(world.submitted(rita), sam, "请补充")
    clock.shift(datetime.timedelta(days=3))
    (due,) = dues(ObligationKind.RETURNED, world.pair)
    assert (due.side, due.days, due.count) == ("recipient", 3, 1)
    assert due.key in {due.key for due in due_by_rule()}
    workflow.submit(entry, rita)
    assert dues(ObligationKind.RETURNED, world.pair) == []


def test_ended_actions_owe_no_report_and_nothing_that_came_back(world, rita, sam):
    workflow.send_back(world.submitted(rita), sam, "请补充")
    Batch.objects.update(ends=datetime.date(2031, 2, 28))
    assert owed(Pair.objects.published()) == [] == due_by_rule()
