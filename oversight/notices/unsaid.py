"""How much waits for a university, or in the pairs of a province: numbers only, for robots and letters.

No titles, no names: whoever reads the numbers finds the rest at the desk.
"""

from dataclasses import dataclass, fields

from django.db import models

from accounts.permissions import pairs_of, pairs_watched_by
from activities.activities.models.activity import Activity
from activities.activities.models.proposals import Correction, Merge
from activities.activities.models.states import RETURNED
from activities.agreements.models import Agreement
from activities.inbox import turns_of
from oversight.inspections.models.finding import Finding, FindingState
from oversight.notes.models import GuidanceNote, NoteReading
from oversight.obligations.models import ReminderRule
from oversight.obligations.obligations import owed
from pairs.models import Side, University

RETURNS = ("returned", "agreements_returned")
PROPOSALS = ("corrections", "withdrawals", "merges", "agreements_to_accept")


@dataclass(frozen=True)
class Unsaid:
    """How many things of each sort wait; false when nothing does."""

    to_confirm: int = 0  # entries that wait for our confirmation
    returned: int = 0  # entries and agreements that came back to us
    proposals: int = 0  # corrections, withdrawals, mergings and agreements to decide on
    findings: int = 0  # findings to answer
    notes: int = 0  # guidance notes that nobody of our side has read
    overdue: int = 0  # duties that have been owed for longer than the ministry's rule allows

    def __bool__(self):
        return any(self.as_dict().values())

    def as_dict(self):
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True)
class Speaker:
    """Somebody who speaks for these universities, or for these provinces, whoever that is."""

    universities: frozenset = frozenset()
    provinces: frozenset = frozenset()
    is_authenticated: bool = True
    is_editor: bool = False
    oversees: bool = False


def unsaid_for(place, day=None):
    """Return what waits on `day` (today) for a University, or in the pairs of a province (its code)."""
    if isinstance(place, University):
        return of_university(Speaker(universities=frozenset([place.pk])), day)
    return of_pairs(pairs_watched_by(Speaker(provinces=frozenset([place]))).not_ended(), day)


def of_university(speaker, day=None):
    turns = {name: rows.count() for name, rows in turns_of(speaker).items()}
    pairs = pairs_of(speaker).not_ended()
    return Unsaid(
        to_confirm=turns["to_confirm"],
        returned=sum(turns[name] for name in RETURNS),
        proposals=sum(turns[name] for name in PROPOSALS),
        findings=Finding.objects.to_answer_by(speaker).count(),
        notes=unread_notes(pairs, speaker.universities).count(),
        overdue=sum(1 for due, school in overdue(pairs, day) if school in speaker.universities),
    )


def of_pairs(pairs, day=None):
    """The same for all sides of `pairs` together."""
    within = {"pair__in": pairs.order_by().values("pk")}
    corrections = Correction.objects.open().filter(activity__pair__in=within["pair__in"])
    merges = Merge.objects.open().filter(kept__pair__in=within["pair__in"])
    drafts = Agreement.objects.drafts().filter(**within)
    findings = Finding.objects.in_state(FindingState.OPEN).filter(inspection__pair__in=within["pair__in"])
    returned = Activity.objects.filter(RETURNED.q(), **within).count()
    return Unsaid(
        to_confirm=Activity.objects.to_confirm().filter(**within).count(),
        returned=returned + drafts.exclude(returned_reason="").count(),
        proposals=corrections.count() + merges.count() + drafts.filter(returned_reason="").count(),
        findings=findings.count(),
        notes=unread_notes(pairs).count(),
        overdue=sum(1 for _due in overdue(pairs, day)),
    )


def unread_notes(pairs, universities=None):
    """Notes on `pairs` that a side has not read as they stand: a side of `universities`, or either one."""
    unread = models.Q()
    for side in Side.values:
        seen = NoteReading.objects.filter(note=models.OuterRef("pk"), version=models.OuterRef("version"), side=side)
        own = models.Q() if universities is None else models.Q(**{f"pair__{side}__in": universities})
        unread |= own & ~models.Exists(seen)
    return GuidanceNote.objects.standing().filter(unread, pair__in=pairs.order_by().values("pk"))


def overdue(pairs, day=None):
    """Duties of sides that are past their time, each with the key of the university that has to act."""
    usual, after = ReminderRule().after, dict(ReminderRule.objects.values_list("duty", "after"))
    dues = [due for due in owed(pairs, day) if due.side in Side.values and due.days >= after.get(due.duty, usual)]
    schools = pairs.in_bulk({due.pair for due in dues})
    return [(due, getattr(schools[due.pair], f"{due.side}_id")) for due in dues]
