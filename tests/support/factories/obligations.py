"""Short words for what pairs owe in tests, and for the mail that reminds of it."""

import datetime
from contextlib import contextmanager, nullcontext
from unittest import mock

from django.utils import timezone

from accounts.models import User
from activities.models import Activity
from oversight.fixtures_loader import reminder_rules
from oversight.models import Checklist, Finding, Inspection, InspectionRound, ReminderRule
from oversight.notices.models import LetterChoice
from oversight.notices.sending import write_letters
from oversight.obligations.reminders import remind
from pairs.models import Batch, Milestone
from tests.support.factories.activities import day
from tests.support.factories.outbox import delivered


def at_noon(on):
    return timezone.make_aware(datetime.datetime.combine(on, datetime.time(12)))


@contextmanager
def at_noon_of(on):
    """The clock stands at noon of a day."""
    with mock.patch("django.utils.timezone.now", return_value=at_noon(on)):
        yield


def duty_letters(day=None, send=True):
    """The letters of a day, for people who want to be told of duties only; the mails sent so far."""
    LetterChoice.objects.bulk_create(
        [LetterChoice(person=person, frequency="duties") for person in User.objects.all()], ignore_conflicts=True
    )
    made = write_letters(day or timezone.localdate(), timezone.now() + datetime.timedelta(minutes=1))
    if send:
        delivered()
    return made


def reminded(dues, send=True, day=None, **more):
    """Remind of `dues`, at noon where a day is given, and have the letters sent; what came of it."""
    with at_noon_of(day) if day else nullcontext():
        outcome = remind(dues, day=day, **more)
        outcome.letters = duty_letters(day, send)
    return outcome


def since_two_months():
    """The batch has been public since it began."""
    Batch.objects.update(published_at=at_noon(day(-60)))


def usual_rules():
    """The rules that come with the portal, by duty."""
    rules = {rule.duty: rule for rule in reminder_rules()}
    for rule in rules.values():
        rule.save()
    return rules


def handed_in(world, by, on, **facts):
    """An entry handed in on a day."""
    entry = world.submitted(by, **facts)
    Activity.objects.filter(pk=entry.pk).update(submitted_at=at_noon(on))
    entry.refresh_from_db()
    return entry


def signed(pair, on=None):
    Milestone.objects.create(pair=pair, kind=Milestone.Kind.SIGNED, on=on or day(-20), source="tests")


def a_finding(by, pair, due_on, side="recipient", text="台账不全"):
    """A finding of an inspection of `pair`, recorded ten days before today."""
    facts = {"name": "抽查", "starts": day(-20), "ends": day(20), "opened_by": by}
    checklist = Checklist.objects.create(name="清单") if not Checklist.objects.exists() else Checklist.objects.first()
    visit = InspectionRound.objects.create(checklist=checklist, **facts)
    inspection = Inspection.objects.create(round=visit, pair=pair, chosen_by=by)
    found = {"text": text, "side": side, "due_on": due_on, "recorded_on": day(-10), "recorded_by": by}
    return Finding.objects.create(inspection=inspection, **found)


def rule(duty, **values):
    return ReminderRule.objects.update_or_create(duty=duty, defaults=values)[0]
