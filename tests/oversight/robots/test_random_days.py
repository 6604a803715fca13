"""Days by chance: services that fail, senders that are killed; never two messages a day to a group, and none forgotten.

A small share with each run; 10,000 days of robots under SOAK=1 (`make soak-robots`).
"""

import datetime
import os
import random
from collections import Counter

import pytest
import time_machine
from django.utils import timezone

from core.models import Letter
from core.outbox.smtp import MayHaveGone
from oversight.models import Robot
from oversight.robots import calling, emails
from oversight.robots.models import FAILURES_ALLOWED
from pairs.directory.provinces import Province
from tests.conftest import a_person
from tests.support.factories.robots import ADDRESSES, KEY, TOKEN, a_robot

pytestmark = pytest.mark.one_database
DAYS, ROBOTS = (100, 100) if os.environ.get("SOAK") else (3, 8)
CALLS_A_DAY = 12  # far below what any of the services takes in a minute
KILLED = KeyboardInterrupt
FAULTS = [None] * 6 + [calling.UnreachableError, lambda: calling.RejectedError(45009), MayHaveGone, KILLED]


class Chance:
    """The services, and what waits where: `arrived` and `called` count by robot and day."""

    def __init__(self, robots):
        self.random, self.arrived, self.called, self.waits = random.Random(1), Counter(), Counter(), {}
        self.robots = {robot.target()[1].partition("&")[0]: robot for robot in robots}

    def waiting_at(self, robot):
        """On two days of three something waits for a group."""
        waits = self.waits.setdefault((robot.pk, timezone.localdate()), self.random.random() < 0.66)
        return {"待办": 1} if waits else {}

    def post(self, host, path, body):
        robot, now = self.robots[path.partition("&")[0]], timezone.localtime()
        assert robot.hour <= now.hour < 22
        self.called[robot.pk, now.date()] += 1
        fault = self.random.choice(FAULTS)
        arrived = fault in (None, MayHaveGone) or fault is KILLED and self.random.random() < 0.5
        self.arrived[robot.pk, now.date()] += arrived
        if fault:
            raise fault()
        return {"errcode": 0, "code": 0}

    def day(self, on):
        """The worker looks every half hour; who is killed is started again."""
        for half_hours in range(14, 48):
            moment = datetime.datetime.combine(on, datetime.time(half_hours // 2, half_hours % 2 * 30))
            with time_machine.travel(timezone.make_aware(moment), tick=False):
                emails.tell_groups()
                try:
                    emails.send_messages(lambda: False)
                except KILLED:
                    continue


def some_robots():
    """Robots of the three services in several provinces, each with an address and an hour of its own."""
    for number in range(ROBOTS):
        service, code = list(ADDRESSES)[number % 3], Province.values[number // 3]
        officer = a_person(f"officer{number}", "officer", province=code, since=-1)
        robot = a_robot(officer, service, hour=7 + number % 14)
        own = ADDRESSES[service].replace(KEY[:8], f"{number:08x}").replace(TOKEN[:8], f"{number:08x}")
        robot.take_address(own)
        robot.save()
        yield robot


def test_no_group_is_told_twice_a_day_and_none_is_forgotten(db, monkeypatch):
    chance = Chance(list(some_robots()))
    monkeypatch.setattr(emails, "waiting_at", chance.waiting_at)
    monkeypatch.setattr(calling, "post", chance.post)
    for number in range(1, DAYS + 1):
        on = timezone.localdate() + datetime.timedelta(days=number)
        awake = set(Robot.objects.filter(failures__lt=FAILURES_ALLOWED).values_list("pk", flat=True))
        chance.day(on)
        told = Counter(Letter.objects.filter(queued_at__date=on).values_list("facts__robot", flat=True))
        assert told == Counter(pk for pk in awake if chance.waits[pk, on])
        Robot.objects.filter(failures__gte=FAILURES_ALLOWED).update(failures=0)  # somebody started it again
    assert max(chance.arrived.values()) == 1 and max(chance.called.values()) <= CALLS_A_DAY
    assert not Letter.objects.filter(state=Letter.State.DUE).exists()
