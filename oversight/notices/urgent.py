"""The most urgent of what waits for a person: what is reminded of first, then by what it is and how long it waits."""

import datetime
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.inbox import turns_of
from oversight.inspections.models.finding import Finding
from oversight.notes.models import GuidanceNote
from oversight.obligations.models import ObligationKind
from oversight.obligations.obligations import in_words
from pairs.models import Pair

SHOWN = 3
ENOUGH = 20  # of each sort; more are counted at the desk


@dataclass(frozen=True)
class UrgentMatter:
    """One thing to do: what, of which pair, where; by when, and who reminds of it."""

    words: str
    pair: Pair
    link: str
    due_on: datetime.date | None = None
    reminder: str = ""
    telephone: str = ""


def urgent(person, reminders):
    """What waits for `person`, the most urgent first, as (record or None, Reminder or None); nothing is named twice."""
    turns, findings = waiting(person), list(Finding.objects.to_answer_by(person).select_related("inspection")[:ENOUGH])
    kinds = {ObligationKind.CONFIRM: turns["to_confirm"], ObligationKind.FINDING: findings}
    found = []
    for reminder in sorted(reminders, key=lambda each: (each.asked_by_id is None, each.since, each.pk)):
        first = next((row for row in kinds.get(reminder.duty, ()) if pair_of(row) == reminder.pair_id), None)
        found.append((first, reminder))
    named = [row for row, _reminder in found if row]
    rows = [*findings, *unread_notes(person), *turns["returned"], *turns["to_confirm"]]
    return found + [(row, None) for row in rows if row not in named]


def matter_of(row, reminder, pair, site):
    """One of these in the language in use."""
    place = place_of(row, pair) if row else place_of_duty(reminder.duty, pair)
    if reminder:
        words, due_on = in_words(reminder.duty, reminder.since, reminder.count), reminder.due_on
        return UrgentMatter(words, pair, urljoin(site, place), due_on, *who_reminds(reminder.asked_by))
    words = str(row)
    if isinstance(row, GuidanceNote):
        words = _("guidance note from %(province)s") % {"province": row.get_province_display()}
    return UrgentMatter(words, pair, urljoin(site, place), getattr(row, "due_on", None))


def waiting(person):
    """What waits longest among entries to confirm and those that came back."""
    turns = turns_of(person)
    ordered = {"to_confirm": "submitted_at", "returned": "pk"}
    return {name: list(turns[name].order_by(order, "pk")[:ENOUGH]) for name, order in ordered.items()}


def unread_notes(person):
    going_on = Pair.objects.not_ended().order_by().values("pk")
    return GuidanceNote.objects.unread_by(person).filter(pair__in=going_on)[:ENOUGH]


def pair_of(row):
    return row.inspection.pair_id if isinstance(row, Finding) else row.pair_id


def place_of(row, pair):
    if isinstance(row, GuidanceNote):
        return reverse("desk_note", args=[pair.address, row.pk])
    return reverse("desk_finding" if isinstance(row, Finding) else "desk_activity", args=[row.pk])


def place_of_duty(duty, pair):
    """Where a duty is done that is about no single record."""
    return reverse("desk_agreement" if duty == ObligationKind.AGREEMENT else "desk_pair", args=[pair.address])


def who_reminds(person):
    """Who reminds, and the telephone: that of the post, or the contact of the site where nobody pressed anything."""
    if person is None:
        return _("the ministry's rules"), settings.SITE["contact"]
    post = next((post for post in person.posts if post.work_phone), None) or next(iter(person.posts), None)
    office = _("the ministry") if person.oversees or post is None else str(post.place)
    return f"{office} · {person}", post.work_phone if post else ""
