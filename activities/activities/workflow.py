"""The workflow of activities: one table of transitions, and the functions that carry them out.

The table feeds the buttons, the refusals and the tests; the states it names feed the querysets. Every transition runs
in a transaction of its own with the pair locked, so that totals stay true, and is recorded as a StateChange.

In all functions `by` is the person who acts; `version` is the version that person has seen, None when it does not
matter; `answered` are the digests of the questions that were answered, see core.questions: Unanswered until they are.
Refused says why a transition is not open; ValidationError names the fields at fault; Conflict holds both texts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import MINISTRY, acting_side
from core.exceptions import Conflict, Refused
from core.questions import ask
from core.reasons import given_reason
from core.tokens import create_once
from core.transitions import transition
from pairs.models import Pair

from . import period_questions, totals
from .models import states
from .models.activity import Activity
from .models.editing import CHOSEN, as_stored
from .models.states import Stage, Status


class Situation:
    """An activity as one person finds it: for which side they act, and which proposal waits."""

    def __init__(self, activity, by):
        self.activity, self.by, self.side = activity, by, acting_side(by, activity.pair)
        self.is_own = self.side is not None and self.side == activity.side

    @cached_property
    def proposal(self):
        """The correction, or withdrawal, that waits for a decision, or None."""
        return self.activity.corrections.open().select_related("proposed_by").first()


def own(situation):
    return situation.is_own


def other(situation):
    """The side that did not log it; the ministry decides openly on its behalf."""
    return situation.side is not None and not situation.is_own


def ministry(situation):
    return situation.side == MINISTRY


def either(situation):
    return situation.side is not None and not situation.activity.is_sourced


def editor(situation):
    return situation.by.is_editor and situation.activity.is_sourced


def its_day_has_come(situation):
    if situation.activity.starts_on > timezone.localdate():
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


def where_it_is_locked(activity):
    if activity.status == Status.CONFIRMED:
        return _("It is confirmed and locked: propose a correction instead.")
    return _("It was cancelled or withdrawn and stays as it is.")


@dataclass(frozen=True)
class Transition:
    """Who may do what in which state; `rules` are pairs of a role and a State, of which one must hold."""

    rules: tuple
    not_yours: str = gettext_lazy("Only the side that logged it can change it.")
    not_now: str | Callable = where_it_is_locked
    guard: Callable | None = None
    code_not_yours: str = "not_yours"
    code_not_now: str = "not_now"

    def refuse(self, situation):
        """Raise Refused with the reason unless the transition is open."""
        mine = [state for role, state in self.rules if role(situation)]
        if not mine:
            raise Refused(self.not_yours, self.code_not_yours)
        if not any(state.holds(situation.activity) for state in mine):
            message = self.not_now(situation.activity) if callable(self.not_now) else self.not_now
            locked = situation.activity.status == Status.CONFIRMED and self.code_not_now == "not_now"
            raise Refused(message, "locked" if locked and callable(self.not_now) else self.code_not_now)
        if self.guard:
            self.guard(situation)

    def is_open(self, situation):
        try:
            self.refuse(situation)
        except Refused:
            return False
        return True


def why_not_withdrawn(activity):
    if activity.status == Status.CONFIRMED:
        return _("It is confirmed: propose to withdraw it, the other side decides.")
    return _("Only what was handed in can be withdrawn.")


EDIT = Transition(((own, states.EDITABLE),), code_not_now="locked")
DECIDE = Transition(
    ((other, states.TO_CONFIRM),),
    gettext_lazy("Your own side logged it; the other side decides."),
    gettext_lazy("It is not waiting for confirmation."),
    code_not_yours="own_side",
)
NOT_CORRECTED = gettext_lazy("Only what both sides have confirmed is corrected by a proposal.")
PROPOSE = Transition(((either, states.CONFIRMED),), NOT_CORRECTED, NOT_CORRECTED, nothing_waits, "not_now")
ANSWER = Transition(((either, states.CONFIRMED),), NOT_CORRECTED, NOT_CORRECTED, other_side_proposed, "not_now")
NOT_PLANNED = gettext_lazy("Only a plan that has been handed in can be cancelled.")

# In the order in which the buttons stand on a page.
TRANSITIONS = {
    "confirm": DECIDE,
    "accept": ANSWER,
    "check": Transition(
        ((own, states.TO_SUBMIT),),
        gettext_lazy("Only the side that logged it can hand it in."),
        gettext_lazy("It has already been handed in."),
    ),
    "edit": EDIT,
    "kind": Transition(((own, states.NEVER_SUBMITTED),), code_not_now="locked"),
    "hold": Transition(
        ((own, states.PLAN),),
        gettext_lazy("Only the side that planned it can report it as held."),
        gettext_lazy("Only a plan that has been handed in can be reported as held."),
        its_day_has_come,
    ),
    "return": DECIDE,
    "decline": ANSWER,
    "take-back": Transition(((either, states.CONFIRMED),), NOT_CORRECTED, NOT_CORRECTED, own_side_proposed, "not_now"),
    "correct": PROPOSE,
    "revise": Transition(
        ((editor, states.CONFIRMED),),
        gettext_lazy("Only the ministry corrects what comes from a public source."),
        gettext_lazy("Only the ministry corrects what comes from a public source."),
        code_not_now="not_yours",
    ),
    "propose-withdrawal": PROPOSE,
    "cancel": Transition(
        ((own, states.PLAN), (ministry, states.PLAN)),
        gettext_lazy("Only the side that planned it can cancel it."),
        NOT_PLANNED,
    ),
    "withdraw": Transition(
        ((own, states.SUBMITTED_BEFORE), (ministry, states.SUBMITTED_BEFORE), (ministry, states.CONFIRMED)),
        gettext_lazy("Only the side that logged it can withdraw it."),
        why_not_withdrawn,
    ),
    "discard": Transition(
        ((own, states.NEVER_SUBMITTED),),
        gettext_lazy("Only the side that logged it can discard it."),
        gettext_lazy("It has been handed in before: withdraw it with a reason instead."),
    ),
}


def open_transitions(activity, user):
    """Return the names of what `user` may do with the activity now, in the order of the buttons."""
    situation = Situation(activity, user)
    if situation.side is None or activity.merged_into_id:
        return []
    return [name for name, each in TRANSITIONS.items() if each.is_open(situation)]


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
        activity = Activity(pair=pair, kind=kind, side=side, logged_by=by, token=token or None, stage=stage)
        return store(activity, "draft", by, values, measures)

    return create_once(Activity, token, make, logged_by=by)


@transition
def edit(activity, by, version, values=None, measures=None, answered=()):
    """Save an open activity of one's own side; a submitted one stays submitted, and must stay complete."""
    begin(activity, "edit", by, version, {**(values or {}), **(measures or {})})
    days = (activity.starts_on, activity.ends_on)
    store(activity, "edit", by, values, measures)
    if activity.status == Status.SUBMITTED and days != (activity.starts_on, activity.ends_on):
        ask(period_questions.questions(activity), answered)
    return activity


@transition
def submit(activity, by, version=None, answered=()):
    """Submit it: a plan is public at once, a held activity goes to the other side. ValidationError by field."""
    begin(activity, "check", by, version)
    activity.status, activity.reason, activity.submitted_at = Status.SUBMITTED, "", timezone.now()
    if activity.stage == Stage.PLANNED:
        activity.public_since = activity.public_since or timezone.now()
    store(activity, "submit", by)
    ask(period_questions.questions(activity), answered)
    return activity


@transition
def hold(activity, by, values=None, measures=None, version=None):
    """Open the figures of a plan whose day has come; it is a draft of what was held until it is submitted again."""
    begin(activity, "hold", by, version, {**(values or {}), **(measures or {})})
    activity.stage, activity.status = Stage.HELD, Status.DRAFT
    return store(activity, "hold", by, values, measures)


@transition
def confirm(activity, by, version=None):
    """The other side agrees, or the ministry openly on its behalf; from now on the activity counts."""
    begin(activity, "confirm", by, version)
    mark_confirmed(activity, by, on_behalf=acting_side(by, activity.pair) == MINISTRY)
    return store(activity, "confirm", by, on_behalf=activity.on_behalf)


@transition
def send_back(activity, by, reason, version=None):
    """Return it to the logging side with the reason."""
    begin(activity, "return", by, version)
    activity.status, activity.reason = Status.RETURNED, given_reason(reason)
    return store(activity, "return", by, why=activity.reason)


@transition
def cancel(activity, by, reason, version=None):
    """Call a plan off; what was public stays as a line with the reason."""
    begin(activity, "cancel", by, version)
    activity.stage, activity.reason = Stage.CANCELLED, given_reason(reason)
    return store(activity, "cancel", by, why=activity.reason)


@transition
def withdraw(activity, by, reason, version=None):
    """Take back what was submitted, with the reason; what is confirmed or sourced only the ministry takes back."""
    begin(activity, "withdraw", by, version)
    return mark_withdrawn(activity, "withdraw", by, given_reason(reason))


@transition
def discard(activity, by, version=None):
    """Delete a draft that was never submitted, with its files."""
    begin(activity, "discard", by, version)
    for piece in activity.evidence.all():
        piece.erase_when_committed()
    activity._history_user = by
    activity.delete()


@transition
def revise(activity, by, values=None, measures=None, reason="", version=None, answered=()):
    """Correct what was taken from a public source: an editor's work, with the reason."""
    begin(activity, "revise", by, version, {**(values or {}), **(measures or {})})
    days = (activity.starts_on, activity.ends_on)
    store(activity, "revise", by, values, measures, why=given_reason(reason))
    if days != (activity.starts_on, activity.ends_on):
        ask(period_questions.questions(activity), answered)
    return activity


# What transitions are made of


def begin(activity, name, by, version=None, mine=None):
    """Lock the pair, read the activity as it stands, and refuse what is not open or was changed meanwhile."""
    lock(activity, by, version, mine)
    TRANSITIONS[name].refuse(Situation(activity, by))


def lock(activity, by, version=None, mine=None):
    """Nobody else changes this pair's activities until the transaction ends; Conflict when `version` is another."""
    Pair.objects.select_for_update(no_key=True).get(pk=activity.pair_id)
    activity.refresh_from_db()
    refuse_stale(activity, version, mine or {})
    if activity.merged_into_id is not None:
        raise Refused(_("It was merged into another entry."), "merged")
    if acting_side(by, activity.pair) is None:
        raise Refused(_("You do not act for either side of this pair."), "not_yours")


def refuse_stale(activity, version, mine):
    """Conflict with both texts when `version` is not the stored one."""
    if version is not None and version != activity.version:
        theirs = activity.texts()
        message = _("Somebody else saved this entry meanwhile. Both texts are shown; nothing is lost.")
        raise Conflict(message, {**theirs, **mine}, theirs, activity.version)


def mark_confirmed(activity, by, on_behalf):
    now = timezone.now()
    activity.status, activity.reason, activity.confirmed_by, activity.confirmed_at = Status.CONFIRMED, "", by, now
    activity.on_behalf, activity.public_since = on_behalf, activity.public_since or now


def mark_withdrawn(activity, name, by, reason, on_behalf=False):
    activity.status, activity.reason = Status.WITHDRAWN, reason
    return store(activity, name, by, why=reason, on_behalf=on_behalf)


def store(activity, name, by, values=None, measures=None, why="", agreed=(), on_behalf=False):
    """Check and store values, figures and `agreed` rows, one version on; record it; bring the pair's totals in step."""
    before = as_stored(activity.texts()) if activity.pk else None
    Pair.objects.select_for_update(no_key=True).get(pk=activity.pair_id)
    activity.assign(values or {})
    figures = [*activity.figure_rows(measures or {}), *agreed]
    activity.version += 1
    activity.check_all(figures)
    keep(activity, by, why)
    for row in figures:
        row.activity = activity
        keep(row, by, why)
    if "kind" in (values or {}):
        drop(activity.not_asked_by(activity.kind), by)
    record(activity, name, by, why, differences(before, as_stored(activity.texts())), on_behalf)
    totals.recount(activity.pair)
    return activity


def keep(row, by, why=""):
    """Save a row whose history says who and why."""
    row._history_user, row._change_reason = by, why or None
    row.save()


def drop(rows, by):
    for row in rows:
        row._history_user = by
        row.delete()


def record(activity, name, by, reason="", changes=(), on_behalf=False):
    """Record a transition as it happens."""
    side = acting_side(by, activity.pair) if by else None
    facts = {"by": by, "side": side or "", "on_behalf": on_behalf, "at": timezone.now()}
    activity.state_changes.create(transition=name, reason=reason, changes=list(changes), **facts)


def differences(before, after):
    """Return [name, before, after] for each word, day and figure that was there before and reads otherwise now."""
    there = [name for name in after if name not in CHOSEN and name in (before or {})]
    return [[name, before[name], after[name]] for name in there if before[name] != after[name]]
