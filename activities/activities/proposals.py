"""The workflow of proposals: corrections, withdrawals and mergings that one side proposes and the other decides.

As in workflow.py, each function runs in a transaction with the pair locked and records what it did; `by` is the person
who acts, `seen` the key of the proposal that the person looked at, None when it does not matter.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import MINISTRY, acting_side
from activities.activities.models.editing import Measure
from activities.catalogue.models import Indicator
from core.exceptions import Conflict, Refused
from core.numbers import FIGURE_BOUNDS, MAX_FIGURE
from core.personal_data import given_reason
from core.versioning import as_stored, keep
from core.workflow import transition

from . import workflow
from .models.activity import Activity
from .models.editing import WORDS
from .models.proposals import Correction, Merge, ProposalStatus, values_of
from .models.states import Status
from .plausibility import ask_about, questions_about
from .workflow import WORKFLOW


@transition
def propose_correction(activity, by, values=None, measures=None, reason="", withdraw=False, version=None, answered=()):
    """Propose to change, or to withdraw, what is confirmed; the other side decides. Returns the Correction."""
    values, measures = values or {}, measures or {}
    WORKFLOW.begin(activity, "propose-withdrawal" if withdraw else "correct", by, version, {**values, **measures})
    proposal = Correction(activity=activity, side=acting_side(by, activity.pair), proposed_by=by)
    proposal.reason, proposal.withdraw = given_reason(reason), withdraw
    proposal.before = as_stored(activity.texts())
    if not withdraw:
        proposal.values, proposal.measures = as_stored(values), as_stored(measures)
        rehearse(proposal, answered)
    keep(proposal, by)
    WORKFLOW.record(activity, f"propose-{subject_of(proposal)}", by, proposal.reason)
    return proposal


@transition
def propose_merge(activity, by, other, values=None):
    """Propose to count `other` as one event with `activity`; `values` by code of indicator where the two differ.

    Returns the Merge, which waits for the other side.
    """
    WORKFLOW.lock(activity, by)
    other.refresh_from_db()
    refuse_unlike(activity, other)
    both = [activity, other]
    if Merge.objects.open().filter(models.Q(kept__in=both) | models.Q(other__in=both)).exists():
        raise Refused(_("A merging is already proposed; it has to be decided first."), "waiting")
    proposal = Merge(kept=activity, other=other, side=acting_side(by, activity.pair), proposed_by=by)
    proposal.values = agreed_values(activity, other, values or {})
    keep(proposal, by)
    record(proposal, "propose", by)
    return proposal


@transition
def accept(proposal, by, seen=None):
    """The other side agrees, or the ministry on its behalf: what was proposed is applied. Returns the activity."""
    activity = lock_waiting(proposal, by, seen)
    refuse_own(proposal, by)
    if isinstance(proposal, Merge):
        return accept_merge(proposal, activity, by)
    proposal.before = as_stored(activity.texts())
    decide(proposal, by, ProposalStatus.ACCEPTED)
    name, on_behalf = f"accept-{subject_of(proposal)}", proposal.on_behalf
    if proposal.withdraw:
        return workflow.mark_withdrawn(activity, name, by, proposal.reason, on_behalf)
    facts = {"why": proposal.reason, "on_behalf": on_behalf}
    return workflow.store(activity, name, by, proposal.values, proposal.measures, **facts)


@transition
def decline(proposal, by, reason, seen=None):
    """The other side leaves everything as it is, with the reason. Returns the activity."""
    activity = lock_waiting(proposal, by, seen)
    refuse_own(proposal, by)
    decide(proposal, by, ProposalStatus.DECLINED, reason)
    record(proposal, "decline", by, proposal.answer)
    return activity


@transition
def take_back(proposal, by, seen=None):
    """The side that proposed it proposes it no longer; everything stays as it is. Returns the activity."""
    activity = lock_waiting(proposal, by, seen)
    if not proposal.is_own_of(by):
        raise Refused(_("The other side proposed it: accept it, or decline it with a reason."), "other_side")
    decide(proposal, by, ProposalStatus.TAKEN_BACK)
    record(proposal, "take-back", by)
    return activity


def waiting_correction(activity):
    """Return the correction that waits for a decision; Refused when there is none."""
    found = activity.corrections.open().first()
    if found is None:
        raise Refused(_("No proposal is waiting for a decision."), "not_now")
    return found


def refuse_unlike(kept, other):
    """Refused unless both stand and may tell of one event: same pair and kind, dates within two days."""
    alike = Activity.objects.standing().near(kept).filter(pk=other.pk).exists()
    if not alike or kept.kind.is_period or not Activity.objects.standing().filter(pk=kept.pk).exists():
        raise Refused(_("These two cannot be one event: pair, kind and, within two days, the dates must agree."))
    if kept.is_sourced or other.is_sourced:
        raise Refused(_("What comes from a public source is not merged; withdraw the one that repeats it."))
    if kept.status == Status.RETURNED or other.status == Status.RETURNED:
        raise Refused(_("One of the two was returned and has not been submitted again yet."))


# What they are made of


def subject_of(proposal):
    if isinstance(proposal, Merge):
        return "merge"
    return "withdrawal" if proposal.withdraw else "correction"


def record(proposal, what, by, reason=""):
    """Record it with each entry that the proposal is about."""
    entries = [proposal.kept, proposal.other] if isinstance(proposal, Merge) else [proposal.activity]
    for entry in entries:
        WORKFLOW.record(entry, f"{what}-{subject_of(proposal)}", by, reason)


def lock_waiting(proposal, by, seen):
    """Lock the pair and return the entry; Refused when the proposal waits no longer, Conflict when another was seen."""
    activity = Activity.objects.get(pk=proposal.entry.pk)
    WORKFLOW.lock(activity, by)
    proposal.refresh_from_db()
    if seen is not None and seen != proposal.pk:
        message = _("There is a different proposal here now. Read it, then decide.")
        raise Conflict(message, {}, {}, None)
    closed = isinstance(proposal, Correction) and activity.status != Status.CONFIRMED
    if proposal.status != ProposalStatus.OPEN or closed:
        raise Refused(_("This proposal is no longer waiting for a decision."), "not_now")
    return activity


def refuse_own(proposal, by):
    if proposal.is_own_of(by):
        message = _("Your own side proposed it: the other side decides, and your side can take it back.")
        raise Refused(message, "own_side")


def decide(proposal, by, status, answer=None):
    """Close it as `status`; with the answer where one is given, which then must hold a reason."""
    if answer is not None:
        proposal.answer = given_reason(answer)
    proposal.status, proposal.decided_by, proposal.decided_at = status, by, timezone.now()
    proposal.on_behalf = status != ProposalStatus.TAKEN_BACK and acting_side(by, proposal.pair) == MINISTRY
    keep(proposal, by)


def rehearse(proposal, answered):
    """ValidationError when the proposed values could not be applied, and Unanswered while a day is asked about."""
    if strange := set(proposal.values) - set(WORDS):
        raise ValidationError(_("“%(field)s” cannot be corrected.") % {"field": min(strange)})
    copy = Activity.objects.get(pk=proposal.activity_id)
    copy.take(proposal.values, proposal.measures)
    copy.check_all()
    if not proposal.changes:
        raise ValidationError(_("Nothing would change; correct at least one value."))
    asked = {question.digest for question in questions_about(proposal.activity)}
    figures = values_of(proposal.activity) | {row.indicator.code: row.counted_value for row in copy.changed_figures}
    ask_about(copy, proposal.proposed_by, answered, asked, questions_about(copy, figures))


def accept_merge(proposal, kept, by):
    """Count the event once: the other entry points to the one that is kept, which is confirmed by both sides."""
    other = Activity.objects.get(pk=proposal.other_id)
    WORKFLOW.lock(other, by)
    refuse_unlike(kept, other)
    proposal.values = agreed_values(kept, other, proposal.values)
    decide(proposal, by, ProposalStatus.ACCEPTED)
    other.merged_into = kept
    WORKFLOW.store(other, "merge", by)
    why, agreed = _("two accounts of one event merged"), agreed_rows(proposal, kept)
    if kept.status == Status.CONFIRMED:
        return workflow.store(kept, "accept-merge", by, why=why, agreed=agreed)
    # Whichever of the two who agreed does not belong to the logging side has confirmed it.
    by_accepter = acting_side(by, kept.pair) != kept.side
    workflow.mark_confirmed(kept, by if by_accepter else proposal.proposed_by, proposal.on_behalf and by_accepter)
    return workflow.store(kept, "confirm", by, why=why, agreed=agreed, on_behalf=kept.on_behalf)


def agreed_rows(proposal, kept):
    """Return the figures with the agreed values, which stand beside what was reported and count instead."""
    rows = []
    for indicator in Indicator.objects.filter(code__in=proposal.values):
        row = kept.measures.filter(indicator=indicator).first() or Measure(activity=kept, indicator=indicator)
        row.agreed = proposal.values[indicator.code]
        rows.append(row)
    return rows


def agreed_values(kept, other, values):
    """One value for each figure that either account gives; ValidationError for one that is open or impossible."""
    mine, theirs, agreed, faults = values_of(kept), values_of(other), {}, {}
    for code in {**mine, **theirs}:
        reported = {value for value in (mine.get(code), theirs.get(code)) if value is not None}
        value = values.get(code, min(reported) if len(reported) == 1 else None)
        if not reported:
            continue
        if value is None:
            faults[code] = _("The two accounts differ: give the value on which both sides agree.")
        elif not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_FIGURE:
            faults[code] = FIGURE_BOUNDS
        agreed[code] = value
    if faults:
        raise ValidationError(faults)
    return agreed
