"""Two clicks at once, or the cron job and a person: one reminder, one mail."""

from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.utils import timezone

from core.models import Letter
from core.outbox.models import LetterQuerySet
from core.outbox.sending import send_due, work_off
from oversight.models import Reminder, ReminderLetter
from oversight.notices.sending import write_letters
from oversight.obligations.obligations import owed
from oversight.obligations.reminders import remind
from pairs.models import Batch, Pair
from tests.support.factories.obligations import since_two_months
from tests.support.factories.outbox import delivered

from .test_activities import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def due(world, rita):
    """The recipient owes an agreement."""
    Batch.objects.update(published_at=timezone.now())
    return next(due for due in owed(Pair.objects.published()) if due.side == "recipient" and due.pair == world.pair.pk)


def letters_of_today():
    return write_letters(timezone.localdate(), timezone.now() + timedelta(minutes=1))


def test_five_clicks_at_once_remind_once(due, editor):
    at_once(*[lambda: remind([due], editor)] * 5)
    letters_of_today()
    assert len(delivered()) == Reminder.objects.count() == ReminderLetter.objects.count() == 1


def test_two_senders_at_once_write_one_letter_to_each_person(world, due, rob, sam):
    """Both find the same duties: whoever comes second waits and finds them in the letters of the first."""
    since_two_months()
    remind(owed(Pair.objects.published()))
    at_once(letters_of_today, letters_of_today)
    assert ReminderLetter.objects.count() > 3
    addresses = sorted(Letter.objects.values_list("recipient", flat=True))
    assert addresses == sorted(set(ReminderLetter.objects.values_list("to__email", flat=True)))


def test_five_workers_at_once_send_a_letter_once(due):
    remind([due])
    letters_of_today()
    assert sum(at_once(*[send_due] * 5)) == len(mail.outbox) == 1


def test_without_looking_whose_it_is_they_would_send_it_five_times(due, monkeypatch):
    remind([due])
    letters_of_today()
    all_have_read = Barrier(5)

    def claim_without_looking(letters, now=None):
        found = letters.due().first()
        all_have_read.wait(timeout=60)
        return found

    monkeypatch.setattr(LetterQuerySet, "claim", claim_without_looking)
    monkeypatch.setattr("core.outbox.sending.hand_over", lambda letter: None)
    at_once(*[lambda: work_off(Letter.objects.claim())] * 5)
    assert len(mail.outbox) == 5
