"""What an entry says, answer by answer, what a correction would change in it, and what became of it."""

from copy import copy
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.activities.duplicates import outside
from activities.activities.models.editing import CHOSEN, WORDS, parsed
from activities.activities.models.states import Stage
from activities.catalogue.models import Indicator
from core.forms import shown
from core.templatetags.formatting import figure


@dataclass
class AnswerLine:
    """One line: what was asked, what was answered, and what is wrong with it."""

    field: str
    label: str
    text: str
    fault: str = ""
    unit: str = ""


def answers(activity, faults=None):
    """What an entry says, in the order in which it is asked; empty words are left out unless something is wrong."""
    faults, labels = dict(faults or {}), field_labels(activity)
    one_day = not activity.kind.is_period and activity.starts_on == activity.ends_on
    words = [AnswerLine(name, labels[name], shown(getattr(activity, name)), faults.get(name, "")) for name in WORDS]
    said = [each for each in words if each.fault or each.text and not (one_day and each.field == "ends_on")]
    return said + figures(activity)


def figures(activity):
    """Every figure the kind asks for; one that was not reported says so."""
    if activity.stage == Stage.PLANNED:
        return []
    there = {row.indicator_id: row for row in activity.figures()}
    asked = {indicator.pk: indicator for indicator in activity.kind.asked_indicators}
    asked |= {pk: row.indicator for pk, row in there.items()}
    return [a_figure(indicator, there.get(pk)) for pk, indicator in asked.items()]


def a_figure(indicator, row):
    value = row.counted_value if row else None
    text = _("not reported") if value is None else figure(value)
    return AnswerLine(
        f"n_{indicator.code}", indicator.local_name, text, "", "" if value is None else indicator.unit_of(value)
    )


def field_labels(activity):
    first, last = _("Day"), _("Last day")
    if activity.kind.is_period:
        first, last = _("First day of the period"), _("Last day of the period")
    elif activity.starts_on != activity.ends_on and activity.starts_on:
        first = _("First day")
    labels = {"title": _("Title"), "starts_on": first, "ends_on": last, "starts_at": _("Time"), "link": _("Link")}
    return labels | {"place": _("Where"), "description": _("Description"), "title_en": _("English title")}


def proposal_of(correction):
    """What waits for a decision, and what it would change, by the names that a page uses."""
    if correction is None:
        return {"correction": None, "changes": [], "doubts": []}
    return {"correction": correction, "changes": changes(correction), "doubts": outside(as_proposed(correction))}


def as_proposed(correction):
    """The entry with the proposed days, to be looked at; it is not saved."""
    entry = copy(correction.activity)
    for name in {"starts_on", "ends_on"} & set(correction.values):
        setattr(entry, name, parsed(name, correction.values[name]))
    return entry


def changes(correction):
    """What a correction would change: label, as it stands, as proposed."""
    labels = field_labels(correction.activity) | names_of_indicators(correction.measures)
    return [(labels.get(name, name), said(name, old), said(name, new)) for name, old, new in correction.changes]


def names_of_indicators(codes):
    return {one.code: str(one) for one in Indicator.objects.in_bulk(list(codes), field_name="code").values()}


def said(name, value):
    """A value as a proposal keeps it, as the page says it."""
    if name not in WORDS:
        return told(value)
    return shown(parsed(name, value)) or _("empty")


def told(value):
    return _("not reported") if value is None or value == "" else figure(value)


# Each transition in words; a pair holds those for a decision of both sides, and of the ministry on behalf of one.
PAST = {
    "draft": gettext_lazy("Entered"),
    "edit": gettext_lazy("Changed"),
    "submit": gettext_lazy("Submitted"),
    "hold": gettext_lazy("Reported as held"),
    "confirm": (gettext_lazy("Confirmed"), gettext_lazy("Confirmed by the ministry on behalf of a side")),
    "return": gettext_lazy("Returned"),
    "cancel": gettext_lazy("Cancelled"),
    "nudge": gettext_lazy("Partner asked to act"),
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
    "bring-back": gettext_lazy("Deletion of the draft taken back"),
    "take-back-submission": gettext_lazy("Submission taken back"),
    "take-back-correction": gettext_lazy("Proposed correction taken back"),
    "take-back-withdrawal": gettext_lazy("Proposed withdrawal taken back"),
    "dismiss-doubt": gettext_lazy("Said to be another event than"),
    "restore-doubt": gettext_lazy("Not said any longer to be another event than"),
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
