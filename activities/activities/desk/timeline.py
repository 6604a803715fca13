"""What became of an entry: the transitions as they were recorded, the last one first."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.activities.models.editing import CHOSEN, WORDS

from .presentation import field_labels, names_of_indicators, told

# Each transition in words; a pair holds those for a decision of both sides, and of the ministry on behalf of one.
PAST = {
    "draft": gettext_lazy("Written down"),
    "edit": gettext_lazy("Changed"),
    "submit": gettext_lazy("Submitted"),
    "hold": gettext_lazy("Reported as held"),
    "confirm": (gettext_lazy("Confirmed"), gettext_lazy("Confirmed by the ministry on behalf of a side")),
    "return": gettext_lazy("Returned"),
    "cancel": gettext_lazy("Cancelled"),
    "withdraw": gettext_lazy("Withdrawn"),
    "source": gettext_lazy("Taken from a public source"),
    "revise": gettext_lazy("Changed"),
    "merge": gettext_lazy("Merged into another entry"),
    "accept-merge": gettext_lazy("Changed"),
    "accept-correction": (
        gettext_lazy("Corrected, as both agreed"),
        gettext_lazy("Corrected, the ministry agreeing on behalf of a side"),
    ),
    "accept-withdrawal": (
        gettext_lazy("Withdrawn, as both agreed"),
        gettext_lazy("Withdrawn, the ministry agreeing on behalf of a side"),
    ),
    "propose-correction": gettext_lazy("Correction proposed"),
    "propose-withdrawal": gettext_lazy("Withdrawal proposed"),
    "propose-merge": gettext_lazy("Merging with another entry proposed"),
    "decline-correction": gettext_lazy("Correction declined"),
    "decline-withdrawal": gettext_lazy("Withdrawal declined"),
    "decline-merge": gettext_lazy("Merging declined"),
    "take-back-correction": gettext_lazy("Proposed correction taken back"),
    "take-back-withdrawal": gettext_lazy("Proposed withdrawal taken back"),
    "take-back-merge": gettext_lazy("Proposed merging taken back"),
}


@dataclass
class Event:
    """One transition as the page tells it."""

    when: object
    who: object
    what: str
    reason: str = ""
    changed: list = ()


def timeline(activity):
    """Return the Events of an entry, the last one first."""
    records = list(activity.state_changes.select_related("by"))
    codes = {name for record in records for name, *_values in record.changes} - {*WORDS, *CHOSEN}
    labels, names = field_labels(activity), names_of_indicators(codes)
    return [event_of(record, labels, names) for record in records]


def event_of(record, labels, names):
    words = PAST[record.transition]
    what = words[record.on_behalf] if isinstance(words, tuple) else words
    changed = [change_in_words(change, labels, names) for change in record.changes if change[0] not in CHOSEN]
    return Event(record.at, record.by, what, record.reason, changed)


def change_in_words(change, labels, names):
    """A changed word or day by its label; a changed figure with both values: “签约毕业生：3 → 5”."""
    name, old, new = change
    if name in WORDS:
        return labels[name]
    return _("%(name)s: %(old)s → %(new)s") % {"name": names.get(name, name), "old": told(old), "new": told(new)}
