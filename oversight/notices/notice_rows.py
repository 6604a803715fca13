"""What happened, as a list shows it: each transition with its record, its pair, who did it, and where to read it."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.permissions import MINISTRY
from activities.activities.desk.presentation import PAST
from activities.activities.models.activity import Activity
from activities.agreements.models import Agreement
from core.workflow import StateChange
from oversight.inspections.models.finding import Finding
from oversight.notes.models import GuidanceNote
from oversight.practices.models.practice import Practice
from pairs.models import Pair

SORTS = {
    Activity: _("Entry"),
    Agreement: _("Agreement"),
    GuidanceNote: _("Guidance note"),
    Finding: _("Finding"),
    Practice: _("Good practice"),
}
NUDGED = _("Asked to act")
WORDS = {
    Activity: {name: words[0] if isinstance(words, tuple) else words for name, words in PAST.items()}
    | {"nudge": NUDGED},
    Agreement: {
        "draft": _("Drafted"),
        "edit": _("Changed"),
        "return": _("Returned"),
        "accept": _("Accepted"),
        "nudge": NUDGED,
    },
    GuidanceNote: {"write": _("Written"), "edit": _("Changed")},
    Finding: {
        "record": _("Recorded"),
        "reopen": _("Opened again"),
        "close": _("Closed"),
        "answer": _("Answered"),
    },
    Practice: {
        "return": _("Returned"),
        "publish": _("Published"),
        "propose": _("Proposed"),
        "rewrite": _("Proposed again"),
    },
}
ADDRESSES = {
    Activity: lambda record, pair: reverse("desk_activity", args=[record.pk]),
    Agreement: lambda record, pair: reverse("desk_agreement", args=[pair.address]),
    GuidanceNote: lambda record, pair: reverse("desk_note", args=[pair.address, record.pk]),
    Finding: lambda record, pair: reverse("desk_finding", args=[record.pk]),
    Practice: lambda record, pair: reverse("desk_practice", args=[record.pk]),
}

ALONG = {Activity: "kind", Finding: "inspection"}  # what is fetched with a record


@dataclass(frozen=True)
class NoticeRow:
    """One thing that happened."""

    change: StateChange
    record: object
    pair: Pair
    is_read: bool = False

    @property
    def sort(self):
        return SORTS[type(self.record)]

    @property
    def what(self):
        return WORDS[type(self.record)][self.change.transition]

    @property
    def title(self):
        """What the record is called; a note and an agreement have no title."""
        titled = isinstance(self.record, Activity | Finding | Practice)
        return str(self.record) if titled else self.sort

    @property
    def who(self):
        """The university, province or ministry for which it was done."""
        if self.change.side and self.change.side != MINISTRY:
            return next(side.local_name for side in self.pair.sides if side.side == self.change.side)
        return self.record.get_province_display() if isinstance(self.record, GuidanceNote) else _("Ministry")

    @property
    def address(self):
        return ADDRESSES[type(self.record)](self.record, self.pair)


def rows_of(changes):
    """A NoticeRow for each of `changes`, in a constant number of queries."""
    changes, keys = list(changes), {}
    for change in changes:
        keys.setdefault(change.content_type_id, set()).add(change.object_id)
    records = {kind: records_of(kind, found) for kind, found in keys.items()}
    pairs = {record.pair_key for found in records.values() for record in found.values()}
    pairs = Pair.objects.with_universities().with_names().in_bulk(pairs)
    found = [(change, records[change.content_type_id].get(change.object_id)) for change in changes]
    return [
        NoticeRow(change, record, pairs[record.pair_key], getattr(change, "is_read", False))
        for change, record in found
        if record
    ]


def records_of(kind, keys):
    """The records of one content type by key, each with the key of its pair."""
    model = ContentType.objects.get_for_id(kind).model_class()
    found = model.objects.select_related(ALONG.get(model)).in_bulk(keys)
    for record in found.values():
        record.pair_key = record.inspection.pair_id if model is Finding else record.pair_id
    return found
