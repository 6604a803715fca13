"""One letter a day to each person, written from a set hour on: what is not said yet, and of what people are reminded.

Each letter is put into the outbox in one transaction with the marks at what it says, and the database has one a person
and day: a sender that is killed leaves each letter written once or not at all, and the next one goes on. A letter of
the day holds what happened before its hour, whenever it is written. What did not go out is said the next day.
"""

import datetime
import logging

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import Membership, User
from core.models import Letter
from core.retries import retried
from core.worker import chore
from oversight.obligations.models import LetterState, ReminderLetter
from oversight.obligations.obligations import owed
from oversight.obligations.reminders import due_by_rule, remind
from pairs.models import Pair

from .happenings import unread_by
from .models import DailyLetter, Frequency, LetterRound, NoticeMark

log = logging.getLogger(__name__)
KIND = "daily"
SAID_WITHIN = datetime.timedelta(days=8)  # what is older stands at the desk only
MONDAY = 0


def cutoff_of(day):
    """The moment from which on the letters of `day` are written; they hold what happened before."""
    midnight = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
    return midnight + datetime.timedelta(hours=settings.DAILY_LETTER_HOUR)


@chore(every=datetime.timedelta(minutes=10))
def write_letters_of_today():
    """Once a day, from the set hour on."""
    day = timezone.localdate()
    if timezone.now() >= cutoff_of(day) and not LetterRound.objects.filter(on=day).exists():
        remind(due_by_rule(day), day=day)
        write_letters(day, cutoff_of(day))


def write_letters(day, until):
    """Put the letters of `day` into the outbox, each holding what happened before `until`; those that were made."""
    ReminderLetter.objects.drop_settled({due.key for due in owed(Pair.objects.published(), day)})
    made = [letter for person in people(day) if (letter := attempt(person, day, until))]
    LetterRound.objects.get_or_create(on=day)
    return made


def people(day):
    """Who holds a post on `day`, has an address, and has no letter of that day yet."""
    posts = Membership.objects.current(day).filter(user=models.OuterRef("pk"))
    there = DailyLetter.objects.filter(person=models.OuterRef("pk"), on=day)
    found = User.objects.filter(models.Exists(posts), ~models.Exists(there), is_active=True).exclude(email="")
    return found.select_related("letter_choice").order_by("pk")


def attempt(person, day, until):
    """Write the letter of one person; what goes wrong with it keeps nobody else from theirs."""
    try:
        return retried(lambda: write_letter(person, day, until))
    except Exception:
        log.exception("The letter of person %s could not be written", person.pk)
        return None


@transaction.atomic
def write_letter(person, day, until):
    """Queue the one letter of a person for `day`, unless there is nothing to say or one is there already."""
    reminders = list(ReminderLetter.objects.to_say(person, day, until).values_list("pk", flat=True))
    changes = list(unsaid_by(person, until)) if wants_news(person, day) else []
    if not (reminders or changes):
        return None
    daily, made = DailyLetter.objects.get_or_create(person=person, on=day)
    if not made:
        return None
    marks = [NoticeMark(person=person, change=change, said_in=daily) for change in changes]
    facts = {"update_fields": ["said_in"], "unique_fields": ["person", "change"]}
    NoticeMark.objects.bulk_create(marks, update_conflicts=True, **facts)
    ReminderLetter.objects.filter(pk__in=reminders).update(state=LetterState.QUEUED, fault="", said_in=daily)
    daily.letter = Letter.objects.queue(KIND, person.email, end_of(day), daily=daily.pk)
    daily.save(update_fields=["letter"])
    return daily


def unsaid_by(person, until):
    """What happened before `until` that was neither read nor said in a letter."""
    said = NoticeMark.objects.filter(person=person, change=models.OuterRef("pk"), said_in__isnull=False)
    lately = unread_by(person, until).filter(at__lt=until, at__gte=until - SAID_WITHIN)
    return lately.filter(~models.Exists(said)).order_by("pk")


def wants_news(person, day):
    """Whether this person is told on `day` of what happened; of duties everybody is."""
    choice = getattr(person, "letter_choice", None)
    frequency = choice.frequency if choice else Frequency.DAILY
    return frequency == Frequency.DAILY or frequency == Frequency.WEEKLY and day.weekday() == MONDAY


def end_of(day):
    """Midnight after `day`: no letter goes out on a later day, which has one of its own."""
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time()))
