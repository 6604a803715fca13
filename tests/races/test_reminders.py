"""Two clicks at once, or the cron job and a person: one reminder, one mail."""

from threading import Barrier

import pytest
from django.core import mail
from django.utils import timezone

from oversight.duties import owed
from oversight.models import Reminder, ReminderLetter
from oversight.models.reminder import ReminderLetterQuerySet
from oversight.reminding import remind
from pairs.models import Batch, Pair

from .test_activities import at_once

pytestmark = pytest.mark.django_db(transaction=True)
SITE = "https://portal.example.edu.cn/"


@pytest.fixture
def due(world, rita):
    """The recipient owes an agreement."""
    Batch.objects.update(published_at=timezone.now())
    return next(due for due in owed(Pair.objects.published()) if due.side == "recipient" and due.pair == world.pair.pk)


def test_five_clicks_at_once_remind_once(due):
    outcomes = at_once(*[lambda: remind([due], SITE)] * 5)
    assert [outcome.people for outcome in outcomes].count(1) == 1
    assert len(mail.outbox) == Reminder.objects.count() == ReminderLetter.objects.count() == 1


def test_without_the_claim_they_would_mail_five_times(due, monkeypatch):
    all_have_read = Barrier(5)

    def claim_without_looking(letters):
        found = list(letters.unsent().select_related("to", "reminder"))
        all_have_read.wait(timeout=60)
        return found

    monkeypatch.setattr(ReminderLetterQuerySet, "claim", claim_without_looking)
    at_once(*[lambda: remind([due], SITE)] * 5)
    assert len(mail.outbox) == 5
