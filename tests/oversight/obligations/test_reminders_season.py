"""A whole season, day by day: each duty reminds as the ministry's rules say, never twice a day, never after the end."""

from collections import Counter, defaultdict

import pytest
from django.core import mail
from django.utils.translation import override

from accounts.models import Membership
from activities.activities import workflow
from oversight.models import ObligationKind, Reminder
from oversight.obligations.reminders import due_by_rule
from pairs.models import Batch
from tests.support.factories.activities import day
from tests.support.factories.obligations import a_finding, at_noon, handed_in, reminded, rule, signed, usual_rules

SEASON, AFTER = 60, 15  # days of the batch, and days looked at once it has ended


@pytest.fixture
def season(world, rita, rob, sam, editor):
    """A batch that begins today: two coordinators help on one side, one on the other, nobody in the second pair."""
    usual_rules()
    rule(ObligationKind.SILENT, after=14, every=7, times=9)  # often enough to go on beyond the end of the batch
    days = {"starts": day(), "ends": day(SEASON), "notice_on": day(), "published_at": at_noon(day())}
    Batch.objects.update(**days)
    a_finding(editor, world.pair, due_on=day(50))
    Membership.objects.filter(user=rob).update(until=day(30))
    return Season(world, rita, sam)


class Season:
    """What happens, and what was reminded of on which day of the season."""

    def __init__(self, world, rita, sam):
        self.world, self.rita, self.sam, self.entry = world, rita, sam, None
        self.reminded, self.mails = defaultdict(list), {}

    def happen(self, number):
        """Day 20: the recipient hands something in; day 40: it is confirmed; day 45: the agreement is signed."""
        if number == 20:
            self.entry = handed_in(self.world, self.rita, day(20), starts_on=day(), ends_on=day())
        if number == 40:
            workflow.confirm(self.entry, self.sam)
        if number == 45:
            signed(self.world.pair, day(45))

    def walk(self, runs):
        """Send what is due on each day, `runs` times a day."""
        for number in range(SEASON + AFTER + 1):
            self.happen(number)
            mail.outbox.clear()
            for _run in range(runs):
                outcome = reminded(due_by_rule(day(number)), day=day(number))
                for due in outcome.reminded:
                    self.reminded[due.duty.value, due.pair, due.side].append(number)
            self.mails[number] = Counter(address for message in mail.outbox for address in message.to)
        return self

    def of(self, duty, side):
        return self.reminded[duty, self.world.pair.pk, side]


EXPECTED = {
    # Silent from day 0: after 14 days. From day 20, the entry, anew, then every 7 days; 62 and 69 lie beyond the end.
    ("silent", "recipient"): [14, 34, 41, 48, 55],
    ("silent", "supporter"): [14, 34, 41, 48, 55],
    # Handed in on day 20: after 3 days, then every 3, 5 times at most, although it is confirmed on day 40 only.
    ("confirm", "supporter"): [23, 26, 29, 32, 35],
    ("confirm", "recipient"): [],
    # Announced on day 0, signed on day 45.
    ("agreement", "recipient"): [14, 21, 28, 35, 42],
    ("agreement", "supporter"): [14, 21, 28, 35, 42],
    # Due on day 50; the batch ends on day 60, and with it the reminders.
    ("finding", "recipient"): [51, 54, 57, 60],
    ("finding", "supporter"): [],
}


def test_each_duty_reminds_as_the_rules_say_and_nobody_twice_a_day(season, rob):
    """The second run of a day changes nothing, so that a third one would be the second again."""
    season.walk(runs=2)
    assert {key: season.of(*key) for key in EXPECTED} == EXPECTED
    assert max(number for days in season.reminded.values() for number in days) == SEASON
    assert max(max(people.values(), default=0) for people in season.mails.values()) == 1
    assert Reminder.objects.count() == sum(len(days) for days in EXPECTED.values())
    # Whose post ended on day 30 hears nothing on the days after.
    assert [number for number, people in season.mails.items() if people[rob.email]] == [14, 21, 28]


def test_a_pair_without_coordinators_is_told_of_and_leaves_no_record(season):
    outcome = reminded(due_by_rule(day(14)), day=day(14))
    assert {due.pair for due in outcome.nobody} == {season.world.other_pair.pk} and len(outcome.nobody) == 4
    assert not Reminder.objects.filter(pair=season.world.other_pair).exists()


def test_a_day_left_out_is_made_up_for(season):
    for number in (13, 16, 22, 24):
        outcome = reminded(due_by_rule(day(number)), day=day(number))
        if number != 13:
            season.reminded[number] = {due.duty for due in outcome.reminded}
    assert season.reminded[16] == {ObligationKind.SILENT, ObligationKind.AGREEMENT}
    assert season.reminded[22] == set() and season.reminded[24] == {ObligationKind.SILENT, ObligationKind.AGREEMENT}


def test_the_mail_speaks_both_languages_and_leads_to_the_place(season, rita, settings):
    settings.SITE = settings.SITE | {"address": "https://portal.example.edu.cn"}
    reminded(due_by_rule(day(14)), day=day(14))
    (letter,) = [message for message in mail.outbox if message.to == [rita.email]]
    address = season.world.pair.address
    for place in (f"/desk/pairs/{address}/", f"/en/desk/pairs/{address}/agreement/", "/en/desk/"):
        assert f"https://portal.example.edu.cn{place}" in letter.body
    with override("en"):
        assert "nothing submitted since" in letter.body and "agreement not signed" in letter.body
    assert "湖北甲学院" in letter.body and "3 items for you" in letter.subject
