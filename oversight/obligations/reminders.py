"""Reminding: of what a person chose on the board, or of what the ministry's rules say is due."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from pairs.models import Pair, Side

from .models import UNSENT, Reminder, ReminderLetter, ReminderRule
from .obligations import owed


@dataclass
class ReminderResult:
    """What came of reminding: of which duties now, before already, and of which there is nobody to remind.

    `people` are those whose next letter says it.
    """

    reminded: list = field(default_factory=list)
    already: list = field(default_factory=list)
    nobody: list = field(default_factory=list)
    people: set = field(default_factory=set)

    @property
    def by_duty(self):
        """How many sides were reminded, by duty."""
        return Counter(due.duty for due in self.reminded)


@transaction.atomic
def remind(dues, by=None, day=None, due_on=None):
    """Have the next letter of the coordinators concerned say each of `dues`, once a day whoever else does so.

    All at once: who reminds at the same time waits, and finds what is left. `by` is None when the ministry's rules
    ask for it; `due_on` is by when it is to be done, where somebody said so. Returns the ReminderResult.
    """
    day, people, outcome = day or timezone.localdate(), coordinators(dues, day), ReminderResult()
    outcome.nobody = [due for due in dues if not reachable(people.get(due.key))]
    able = [due for due in dues if reachable(people.get(due.key))]
    waiting = Reminder.objects.pressed(day) if by else set()
    reminders = Reminder.objects.once([due for due in able if due.key not in waiting], by, day, due_on)
    ReminderLetter.objects.address_to(reminders, {key: reachable(posts) for key, posts in people.items()})
    unsent = ReminderLetter.objects.unsent().filter(reminder__in=reminders.values()).select_related("reminder", "to")
    outcome.people = {letter.to for letter in unsent}
    open_keys = {letter.reminder.key for letter in unsent}
    for due in able:
        (outcome.reminded if due.key in open_keys else outcome.already).append(due)
    return outcome


def due_by_rule(day=None):
    """What the ministry's rules want people to be reminded of on `day`, and what could not be sent earlier that day."""
    day = day or timezone.localdate()
    dues = owed(Pair.objects.published(), day)
    rules = {rule.duty: rule for rule in ReminderRule.objects.all()}
    days = Reminder.objects.days_of({due.pair for due in dues})
    stuck, pressed = Reminder.objects.keys(day, *UNSENT), Reminder.objects.pressed(day)
    return [
        due
        for due in dues
        if due.side in Side.values
        and due.key not in pressed
        and (due.key in stuck or due.duty in rules and rules[due.duty].asks_for(due.since, day, days.get(due.key, ())))
    ]


def coordinators(dues, day=None):
    """Those who speak for the sides that owe something, as {key of the due: people}. Two queries."""
    pairs = Pair.objects.in_bulk({due.pair for due in dues})
    schools = {due.key: getattr(pairs[due.pair], f"{due.side}_id", None) for due in dues}
    speaking = {}
    for post in Membership.objects.speaking_for({key for key in schools.values() if key}, day):
        speaking.setdefault(post.university_id, {})[post.user_id] = post.user
    return {key: list(speaking.get(school, {}).values()) for key, school in schools.items()}


def reachable(people):
    """Those of `people` who have an address for mail."""
    return [person for person in people or () if person.email]
