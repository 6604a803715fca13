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
    pair: int
    link: str
    due_on: datetime.date | None = None
    reminder: str = ""
    telephone: str = ""


def urgent(person, reminders, site):
    """The matters that wait for `person`, the most urgent first; what is reminded of is not named twice."""
    turns, findings = waiting(person), list(Finding.objects.to_answer_by(person).select_related("inspection")[:ENOUGH])
    kinds = {ObligationKind.CONFIRM: turns["to_confirm"], ObligationKind.FINDING: findings}
    found, linked = [], set()
    for reminder in sorted(reminders, key=lambda each: (each.asked_by_id is None, each.since, each.pk)):
        first = next((row for row in kinds.get(reminder.duty, ()) if pair_of(row) == reminder.pair_id), None)
        place = place_of(first) if first else place_of_duty(reminder)
        found.append(reminded_of(reminder, urljoin(site, place)))
        linked.add(place)
    rows = [(finding, str(finding), finding.due_on) for finding in findings]
    rows += [(note, note_words(note), None) for note in unread_notes(person)]
    rows += [(row, str(row), None) for name in ("returned", "to_confirm") for row in turns[name]]
    for row, words, due_on in rows:
        if place_of(row) not in linked:
            found.append(UrgentMatter(words, pair_of(row), urljoin(site, place_of(row)), due_on))
    return found


def waiting(person):
    """What waits longest among entries to confirm and those that came back."""
    turns = turns_of(person)
    ordered = {"to_confirm": "submitted_at", "returned": "pk"}
    return {name: list(turns[name].order_by(order, "pk")[:ENOUGH]) for name, order in ordered.items()}


def unread_notes(person):
    going_on = Pair.objects.not_ended().order_by().values("pk")
    return GuidanceNote.objects.unread_by(person).filter(pair__in=going_on).select_related("pair__batch")[:ENOUGH]


def note_words(note):
    return _("guidance note from %(province)s") % {"province": note.get_province_display()}


def pair_of(row):
    return row.inspection.pair_id if isinstance(row, Finding) else row.pair_id


def place_of(row):
    if isinstance(row, GuidanceNote):
        return reverse("desk_note", args=[row.pair.address, row.pk])
    return reverse("desk_finding" if isinstance(row, Finding) else "desk_activity", args=[row.pk])


def place_of_duty(reminder):
    """Where a duty is done that is about no single record."""
    name = "desk_agreement" if reminder.duty == ObligationKind.AGREEMENT else "desk_pair"
    return reverse(name, args=[reminder.pair.address])


def reminded_of(reminder, link):
    """A reminder with who reminds: the ministry, a province, or the rules of the ministry."""
    words = in_words(reminder.duty, reminder.since, reminder.count)
    return UrgentMatter(words, reminder.pair_id, link, reminder.due_on, *who_reminds(reminder.asked_by))


def who_reminds(person):
    """Who reminds, and the telephone: that of the post, or the contact of the site where nobody pressed anything."""
    if person is None:
        return _("the ministry's rules"), settings.SITE["contact"]
    post = next((post for post in person.posts if post.work_phone), None) or next(iter(person.posts), None)
    office = _("the ministry") if person.oversees or post is None else str(post.place)
    return f"{office} · {person}", post.work_phone if post else ""
