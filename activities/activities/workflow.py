"""The workflow of activities: one table of transitions, and the functions that carry them out.

The table feeds the buttons, the refusals and the tests; the states it names feed the querysets. Every transition runs
in a transaction of its own with the pair locked, so that totals stay true, and is recorded as a StateChange.

In all functions `by` is the person who acts; `version` is the version that person has seen, None when it does not
matter; `answered` are the digests of the questions that were answered, see core.questions: Unanswered until they are.
Refused says why a transition is not open; ValidationError names the fields at fault; Conflict holds both texts.
"""

from dataclasses import replace
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import MINISTRY, acting_side
from activities.nudges import NOTHING_WAITS, NUDGE, refuse_nudge
from core.exceptions import Refused
from core.personal_data import given_reason
from core.tokens import create_once
from core.workflow import Situation, Transition, Workflow, transition
from pairs.models import Pair

from . import deleted_drafts
from .models import states, totals
from .models.activity import Activity
from .models.states import Stage, Status
from .plausibility import ask_about, questions_about


class ActivitySituation(Situation):
    """An activity as one person finds it: for which side they act, and which proposal waits."""

    def __init__(self, activity, by):
        super().__init__(activity, by)
        self.side = acting_side(by, activity.pair)
        self.is_own = self.side is not None and self.side == activity.side

    def refuse_closed(self):
        if self.record.merged_into_id is not None:
            raise Refused(_("It was merged into another entry."), "merged")
        if self.side is None:
            raise Refused(_("You do not act for either side of this pair."), "not_yours")

    @cached_property
    def proposal(self):
        """The correction, or withdrawal, that waits for a decision, or None."""
        return self.record.corrections.open().select_related("proposed_by").first()


def own(situation):
    return situation.is_own


def other(situation):
    """The side that did not log it; the ministry decides openly on its behalf."""
    return situation.side is not None and not situation.is_own


def ministry(situation):
    return situation.side == MINISTRY


def either(situation):
    return situation.side is not None and not situation.record.is_sourced


def editor(situation):
    return situation.by.is_editor and situation.record.is_sourced


def its_day_has_come(situation):
    if situation.record.starts_on > timezone.localdate():
        raise Refused(_("Its day is still to come."), "too_early")


def nothing_waits(situation):
    if situation.proposal:
        raise Refused(_("A correction is already waiting; it has to be decided first."), "waiting")


def other_side_proposed(situation):
    if something_waits(situation).side == situation.side:
        message = _("Your own side proposed it: the other side decides, and your side can take it back.")
        raise Refused(message, "own_side")


def own_side_proposed(situation):
    if something_waits(situation).side != situation.side:
        raise Refused(_("The other side proposed it: accept it, or decline it with a reason."), "other_side")


def something_waits(situation):
    if situation.proposal is None:
        raise Refused(_("No proposal is waiting for a decision."), "not_now")
    return situation.proposal


def partner_is_waited_for(situation):
    """An entry of ours to confirm, one of theirs that came back, or a proposal of ours."""
    record, own_proposal = situation.record, {"side": situation.side, "status": "open"}
    waits = states.TO_CONFIRM.holds(record) and situation.is_own
    waits = waits or states.RETURNED.holds(record) and not situation.is_own and record.side != MINISTRY
    waits = waits or situation.proposal is not None and situation.proposal.side == situation.side
    refuse_nudge(situation, waits or record.merges.open().filter(**own_proposal).exists())


def where_it_is_locked(situation):
    if situation.record.status == Status.CONFIRMED:
        return Refused(_("It is confirmed and locked: propose a correction instead."), "locked")
    return Refused(_("It was cancelled or withdrawn and stays as it is."), "locked")


def why_not_withdrawn(situation):
    if situation.record.status == Status.CONFIRMED:
        return Refused(_("It is confirmed: propose to withdraw it, the other side decides."), "locked")
    return Refused(_("Only what was submitted can be withdrawn."), "not_now")


HANDED_OVER = states.standing((Stage.HELD,), (Status.SUBMITTED, Status.RETURNED, Status.CONFIRMED))
NOT_YOURS = gettext_lazy("Only the side that logged it can change it.")
EDIT = Transition(((own, states.EDITABLE),), NOT_YOURS, where_it_is_locked)
DECIDE = Transition(
    ((other, states.TO_CONFIRM),),
    gettext_lazy("Your own side logged it; the other side decides."),
    gettext_lazy("It is not waiting for confirmation."),
    code_not_yours="own_side",
)
NOT_CORRECTED = gettext_lazy("Only what both sides have confirmed is corrected by a proposal.")
CONFIRMED = Transition(((either, states.CONFIRMED),), NOT_CORRECTED, NOT_CORRECTED, code_not_yours="not_now")
PROPOSE = replace(CONFIRMED, guard=nothing_waits, asks_reason=True)

# In the order in which the buttons stand on a page.
TRANSITIONS = {
    "confirm": DECIDE,
    "accept": replace(CONFIRMED, guard=other_side_proposed),
    "check": Transition(
        ((own, states.TO_SUBMIT),),
        gettext_lazy("Only the side that logged it can hand it in."),
        gettext_lazy("It has already been submitted."),
    ),
    "edit": EDIT,
    "kind": Transition(((own, states.NEVER_SUBMITTED),), NOT_YOURS, where_it_is_locked),
    "hold": Transition(
        ((own, states.PLAN),),
        gettext_lazy("Only the side that planned it can report it as held."),
        gettext_lazy("Only a submitted plan can be reported as held."),
        its_day_has_come,
    ),
    "return": replace(DECIDE, asks_reason=True),
    "decline": replace(CONFIRMED, guard=other_side_proposed, asks_reason=True),
    "take-back": replace(CONFIRMED, guard=own_side_proposed),
    "correct": PROPOSE,
    "revise": Transition(
        ((editor, states.CONFIRMED),),
        gettext_lazy("Only the ministry corrects what comes from a public source."),
        gettext_lazy("Only the ministry corrects what comes from a public source."),
        code_not_now="not_yours",
        asks_reason=True,
    ),
    "propose-withdrawal": PROPOSE,
    "cancel": Transition(
        ((own, states.PLAN), (ministry, states.PLAN)),
        gettext_lazy("Only the side that planned it can cancel it."),
        gettext_lazy("Only a submitted plan can be cancelled."),
        asks_reason=True,
    ),
    "withdraw": Transition(
        ((own, states.SUBMITTED_BEFORE), (ministry, states.SUBMITTED_BEFORE), (ministry, states.CONFIRMED)),
        gettext_lazy("Only the side that logged it can withdraw it."),
        why_not_withdrawn,
        asks_reason=True,
    ),
    NUDGE: Transition(((either, HANDED_OVER),), NOTHING_WAITS, NOTHING_WAITS, partner_is_waited_for),
    "discard": Transition(
        ((own, states.NEVER_SUBMITTED),),
        gettext_lazy("Only the side that logged it can discard it."),
        gettext_lazy("It has been submitted before: withdraw it with a reason instead."),
    ),
}
WORKFLOW = Workflow(TRANSITIONS, ActivitySituation)
open_transitions = WORKFLOW.open_to


def draft(by, pair, kind, token=None, stage=Stage.HELD, measures=None, **values):
    """Start an activity for the side of `by` and return it; the same `token` again returns the one already made.

    Refused to who acts for no side of the pair; ValidationError by field for values that cannot be stored.
    """

    def make():
        side = acting_side(by, pair)
        if side is None:
            raise Refused(_("You do not act for either side of this pair."), "not_yours")
        if kind.is_retired:
            raise ValidationError({"kind": _("This kind is no longer used; choose another.")})
        Pair.objects.lock(pair.pk)
        activity = Activity(pair=pair, kind=kind, side=side, logged_by=by, token=token or None, stage=stage)
        return store(activity, "draft", by, values, measures)

    return create_once(Activity, token, make, logged_by=by)


@transition
def edit(activity, by, version, values=None, measures=None, answered=()):
    """Save an open activity of one's own side; a submitted one stays submitted, and must stay complete."""
    return write(activity, "edit", by, version, values or {}, measures or {}, answered)


@transition
def submit(activity, by, version=None, answered=()):
    """Submit it: a plan is public at once, a held activity goes to the other side. ValidationError by field."""
    WORKFLOW.begin(activity, "check", by, version)
    mark_submitted(activity)
    store(activity, "submit", by)
    ask_about(activity, by, answered)
    return activity


@transition
def hold(activity, by, values=None, measures=None, version=None):
    """Open the figures of a plan whose day has come; it is a draft of what was held until it is submitted again."""
    WORKFLOW.begin(activity, "hold", by, version, {**(values or {}), **(measures or {})})
    activity.stage, activity.status = Stage.HELD, Status.DRAFT
    return store(activity, "hold", by, values, measures)


@transition
def confirm(activity, by, version=None):
    """The other side agrees, or the ministry openly on its behalf; from now on the activity counts."""
    WORKFLOW.begin(activity, "confirm", by, version)
    mark_confirmed(activity, by, on_behalf=acting_side(by, activity.pair) == MINISTRY)
    return store(activity, "confirm", by, on_behalf=activity.on_behalf)


@transition
def send_back(activity, by, reason, version=None):
    """Return it to the logging side with the reason."""
    WORKFLOW.begin(activity, "return", by, version)
    activity.status, activity.reason = Status.RETURNED, given_reason(reason)
    return store(activity, "return", by, why=activity.reason)


@transition
def cancel(activity, by, reason, version=None):
    """Call a plan off; what was public stays as a line with the reason."""
    WORKFLOW.begin(activity, "cancel", by, version)
    activity.stage, activity.reason = Stage.CANCELLED, given_reason(reason)
    return store(activity, "cancel", by, why=activity.reason)


@transition
def withdraw(activity, by, reason, version=None):
    """Take back what was submitted, with the reason; what is confirmed or sourced only the ministry takes back."""
    WORKFLOW.begin(activity, "withdraw", by, version)
    return mark_withdrawn(activity, "withdraw", by, given_reason(reason))


@transition
def discard(activity, by, version=None):
    """Delete a draft that was never submitted, with its files; the Act by which it can be brought back."""
    WORKFLOW.begin(activity, "discard", by, version)
    return deleted_drafts.delete([activity], by)


@transition
def nudge(activity, by):
    """Ask the partner to act on it; nothing of it changes."""
    WORKFLOW.begin(activity, NUDGE, by)
    WORKFLOW.record(activity, NUDGE, by)
    return activity


@transition
def revise(activity, by, values=None, measures=None, reason="", version=None, answered=()):
    """Correct what was taken from a public source: an editor's work, with the reason."""
    return write(activity, "revise", by, version, values or {}, measures or {}, answered, reason)


# What transitions are made of


def write(activity, name, by, version, values, measures, answered, reason=None):
    """Store other values; whoever makes what the other side reads strange is asked about it."""
    WORKFLOW.begin(activity, name, by, version, {**values, **measures})
    asked = {question.digest for question in questions_about(activity)}
    why = given_reason(reason) if TRANSITIONS[name].asks_reason else ""
    store(activity, name, by, values, measures, why=why)
    read_by_others = activity.status in (Status.SUBMITTED, Status.CONFIRMED)
    if read_by_others:
        ask_about(activity, by, answered, asked)
    return activity


def mark_submitted(activity):
    activity.status, activity.reason, activity.submitted_at = Status.SUBMITTED, "", timezone.now()
    if activity.stage == Stage.PLANNED:
        activity.public_since = activity.public_since or timezone.now()


def mark_confirmed(activity, by, on_behalf):
    now = timezone.now()
    activity.status, activity.reason, activity.confirmed_by, activity.confirmed_at = Status.CONFIRMED, "", by, now
    activity.on_behalf, activity.public_since = on_behalf, activity.public_since or now


def mark_withdrawn(activity, name, by, reason, on_behalf=False):
    activity.status, activity.reason = Status.WITHDRAWN, reason
    return store(activity, name, by, why=reason, on_behalf=on_behalf)


def store(activity, name, by, values=None, measures=None, why="", agreed=(), on_behalf=False):
    """Store values, figures and `agreed` rows of them, record it, and bring the pair's totals in step if it counts."""
    activity.take(values or {}, measures, agreed)
    was_counted = activity.was_counted
    WORKFLOW.store(activity, name, by, why, on_behalf)
    if was_counted or activity.is_counted:
        totals.recount(activity.pair)
    return activity
