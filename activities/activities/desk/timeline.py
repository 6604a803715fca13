"""What became of an entry, step by step."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.activities.models.lifecycle import WORDS
from activities.activities.models.measure import Measure
from activities.activities.models.merge import Merge
from activities.activities.models.proposal import Proposal
from activities.activities.models.states import Stage, Status

from .presentation import field_labels, told


@dataclass
class Event:
    """One step in the life of an entry."""

    when: object
    who: object
    what: str
    reason: str = ""
    changed: list = ()


def story(activity):
    """The life of an entry and what was proposed about it, the last step first."""
    corrections = list(activity.corrections.select_related("proposed_by", "decided_by"))
    records = list(activity.history.select_related("history_user").order_by("history_date", "history_id"))
    agreed = {record_of(each, records): each for each in corrections if each.status == Proposal.ACCEPTED}
    labels, figures_of = field_labels(activity), figure_changes(activity)
    events, before = [], None
    for record in records:
        changed = [labels[name] for name in WORDS if before and getattr(before, name) != getattr(record, name)]
        changed += figures_of.get(record.version, [])
        what = agreed_step(agreed[record]) if record in agreed else step_of(before, record)
        events.append(Event(record.history_date, record.history_user, what, why(record), changed))
        before = record
    merges = Merge.objects.about(activity).select_related("proposed_by", "decided_by")
    events += [event for each in [*corrections, *merges] for event in proposal_events(each)]
    return sorted(events, key=lambda event: event.when, reverse=True)


def record_of(correction, records):
    """The stored state that accepting a correction made: both are written in one go, the decision first."""
    return next((record for record in records if record.history_date >= correction.decided_at), None)


def agreed_step(correction):
    """What an accepted proposal did, and whether both sides agreed or the ministry for one of them."""
    if correction.on_behalf:
        withdrawn, corrected = (
            _("Withdrawn, the ministry agreeing on behalf of a side"),
            _("Corrected, the ministry agreeing on behalf of a side"),
        )
    else:
        withdrawn, corrected = _("Withdrawn, as both agreed"), _("Corrected, as both agreed")
    return withdrawn if correction.withdraw else corrected


def proposal_events(proposal):
    """That something was proposed, and that it was declined or taken back; what was accepted stands in the history."""
    about = subject_of(proposal)
    events = [Event(proposal.proposed_at, proposal.proposed_by, PROPOSED[about], getattr(proposal, "reason", ""))]
    ends = {Proposal.DECLINED: DECLINED, Proposal.TAKEN_BACK: TAKEN_BACK}
    if proposal.status in ends:
        what = ends[proposal.status][about]
        events.append(Event(proposal.decided_at, proposal.decided_by, what, proposal.answer))
    return events


def subject_of(proposal):
    if isinstance(proposal, Merge):
        return "merge"
    return "withdrawal" if proposal.withdraw else "correction"


PROPOSED = {
    "correction": gettext_lazy("Correction proposed"),
    "withdrawal": gettext_lazy("Withdrawal proposed"),
    "merge": gettext_lazy("Merging with another entry proposed"),
}
DECLINED = {
    "correction": gettext_lazy("Correction declined"),
    "withdrawal": gettext_lazy("Withdrawal declined"),
    "merge": gettext_lazy("Merging declined"),
}
TAKEN_BACK = {
    "correction": gettext_lazy("Proposed correction taken back"),
    "withdrawal": gettext_lazy("Proposed withdrawal taken back"),
    "merge": gettext_lazy("Proposed merging taken back"),
}


def why(record):
    return record.history_change_reason or ""


def step_of(before, after):
    """The step that led from one stored state to the next, in words."""
    if before is None:
        return _("Taken from a public source") if after.source else _("Written down")
    if after.merged_into_id and not before.merged_into_id:
        return _("Merged into another entry")
    if after.stage != before.stage:
        return _("Cancelled") if after.stage == Stage.CANCELLED else _("Reported as held")
    if after.status != before.status:
        return step_to(after)
    return _("Changed")


def step_to(after):
    if after.status == Status.CONFIRMED and after.on_behalf:
        return _("Confirmed by the ministry on behalf of a side")
    steps = {
        Status.SUBMITTED: _("Submitted"),
        Status.CONFIRMED: _("Confirmed"),
        Status.RETURNED: _("Returned"),
        Status.WITHDRAWN: _("Withdrawn"),
        Status.DRAFT: _("Opened again"),
    }
    return steps[after.status]


def figure_changes(activity):
    """By version of the entry, the figures changed with it: “签约毕业生：3 → 5”."""
    rows = (
        Measure.history.filter(activity_id=activity.pk)
        .select_related("indicator")
        .order_by("history_date", "history_id")
    )
    versions = list(activity.history.order_by("version").values_list("version", "history_date"))
    changed, before = {}, {}
    for row in rows:
        value, old = (row.value if row.agreed is None else row.agreed), before.get(row.indicator_id)
        version = next((v for v, when in reversed(versions) if when <= row.history_date), 1)
        if row.indicator_id in before and old != value:
            words = {"name": str(row.indicator), "old": told(old), "new": told(value)}
            changed.setdefault(version, []).append(_("%(name)s: %(old)s → %(new)s") % words)
        before[row.indicator_id] = value
    return changed
