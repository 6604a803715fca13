"""The steps that an entry can take from its page: what each is called, what it asks for, and what it calls."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import MINISTRY, acting_side
from activities.activities.models.states import OPEN, Stage, Status

REASON_SEEN = _("Both sides and the ministry read it; it is kept.")
REASON_PUBLIC = _("It is shown to everybody and kept.")


@dataclass(frozen=True)
class Sent:
    """What the page of a step sends: the reason typed, and which version and which proposal its reader has seen."""

    reason: str = ""
    version: int | None = None
    proposal: int | None = None


@dataclass(frozen=True)
class Step:
    """A step with its words; `take(activity, by, sent)` calls the verb with what the page sent."""

    label: str
    told: str
    take: Callable
    explained: str = ""
    hint: str = ""
    danger: bool = False
    on_behalf: str = ""  # the label when the ministry takes the step for a silent side

    @property
    def asks_reason(self):
        return bool(self.hint)


STEPS = {
    "confirm": Step(
        _("Confirm"),
        _("Confirmed. It is public now and counts."),
        lambda activity, by, sent: activity.confirm(by, sent.version),
        _("You agree that it took place with these figures. It then is public, counts, and can only be corrected "
          "with the agreement of both sides."),
    ),
    "return": Step(
        _("Return"),
        _("Returned with your reason."),
        lambda activity, by, sent: activity.return_(by, sent.reason, sent.version),
        _("It goes back to the side that logged it, which mends it and submits it again."),
        _("Say what is to be mended; the other side reads it."),
    ),
    "withdraw": Step(
        _("Withdraw"),
        _("Withdrawn, with the reason."),
        lambda activity, by, sent: activity.withdraw(by, sent.reason, sent.version),
        _("It stays in the record with the reason and counts no longer. This cannot be undone."),
        REASON_SEEN,
        danger=True,
    ),
    "cancel": Step(
        _("Cancel the event"),
        _("Cancelled. The public page says why."),
        lambda activity, by, sent: activity.cancel(by, sent.reason, sent.version),
        _("It will not take place. The public line stays, with the reason. This cannot be undone."),
        REASON_PUBLIC,
        danger=True,
    ),
    "discard": Step(
        _("Delete the draft"),
        _("The draft is deleted."),
        lambda activity, by, sent: activity.discard(by, sent.version),
        _("The draft and its files are deleted for good. Nobody else has seen it."),
        danger=True,
    ),
    "accept": Step(
        _("Accept the correction"),
        _("Accepted: the entry now says what was proposed."),
        lambda activity, by, sent: activity.accept_correction(by, sent.proposal),
        _("What was proposed is applied as it stands, and counts."),
        on_behalf=_("Accept the correction on behalf of the other side"),
    ),
    "decline": Step(
        _("Decline the correction"),
        _("Declined. The entry stays as it was."),
        lambda activity, by, sent: activity.decline_correction(by, sent.reason, sent.proposal),
        _("The entry stays as it was confirmed, and goes on counting with these figures."),
        REASON_SEEN,
    ),
    "take-back": Step(
        _("Take the correction back"),
        _("Taken back. The entry stays as it was, and the other side has nothing to decide."),
        lambda activity, by, sent: activity.take_back_correction(by, sent.proposal),
        _("Your side no longer proposes it. The entry stays as it was confirmed."),
    ),
    "propose-withdrawal": Step(
        _("Propose to withdraw it"),
        _("Withdrawal proposed."),
        lambda activity, by, sent: activity.propose_correction(
            by, reason=sent.reason, withdraw=True, version=sent.version
        ),
        _("Once the other side agrees, it counts no longer; the public page keeps one line with the reason."),
        REASON_PUBLIC,
    ),
}  # fmt: skip

WITHDRAWAL_STEPS = {
    "accept": Step(
        _("Agree to the withdrawal"),
        _("Agreed: it is withdrawn and counts no longer. The public page keeps one line with the reason."),
        STEPS["accept"].take,
        _("Once withdrawn it counts no longer; the public page keeps one line with the reason. This cannot be undone."),
        danger=True,
        on_behalf=_("Agree to the withdrawal on behalf of the other side"),
    ),
    "decline": Step(
        _("Decline the withdrawal"),
        _("Declined: it is not withdrawn and goes on counting."),
        STEPS["decline"].take,
        _("It is not withdrawn: the entry stays as it was confirmed and goes on counting."),
        REASON_SEEN,
    ),
    "take-back": Step(
        _("Take the proposal of withdrawal back"),
        _("Taken back. The entry stays as it was, and the other side has nothing to decide."),
        STEPS["take-back"].take,
        _("Your side no longer proposes to withdraw it. The entry stays as it was confirmed and goes on counting."),
    ),
}
ABOUT_PROPOSAL = tuple(WITHDRAWAL_STEPS)


def steps_about(correction):
    """The steps with their words; with a proposal to withdraw, those about the proposal speak of that."""
    return STEPS | WITHDRAWAL_STEPS if correction and correction.withdraw else STEPS


def open_steps(activity, user):
    """The names of what `user` may do with the entry now, `edit`, `kind`, `check` and the like included."""
    side = acting_side(user, activity.pair)
    if side is None or activity.merged_into_id:
        return []
    possible = own_steps(activity) if side == activity.side else []
    possible += decisions(activity, side, user)
    return [name for name in ORDER if name in possible]


ORDER = (
    "confirm",
    "accept",
    "check",
    "edit",
    "kind",
    "hold",
    "return",
    "decline",
    "take-back",
    "correct",
    "revise",
    "propose-withdrawal",
)
ORDER += ("cancel", "withdraw", "discard")


def own_steps(activity):
    """What the logging side does with its own entry."""
    editable = activity.status in OPEN and activity.stage != Stage.CANCELLED
    steps = ["edit"] if editable else []
    if editable and activity.status != Status.SUBMITTED:
        steps.append("check")
    if is_plan(activity):
        steps += ["cancel"] + (["hold"] if activity.starts_on <= timezone.localdate() else [])
    if editable:
        steps += ["withdraw"] if activity.submitted_at else ["kind", "discard"]
    return steps


def decisions(activity, side, user):
    """What the other side, or the ministry, decides; and what both may propose once it is confirmed."""
    steps = []
    if side != activity.side and activity.stage == Stage.HELD and activity.status == Status.SUBMITTED:
        steps += ["confirm", "return"]
    if side == MINISTRY:
        steps += ["cancel"] if is_plan(activity) else []
        steps += ["withdraw"] if activity.submitted_at or activity.status == Status.CONFIRMED else []
    if activity.status == Status.CONFIRMED:
        steps += sourced_steps(user) if activity.is_sourced else correction_steps(activity, side)
    if activity.status == Status.WITHDRAWN or activity.stage == Stage.CANCELLED:
        return []
    return steps


def is_plan(activity):
    return activity.stage == Stage.PLANNED and activity.status == Status.SUBMITTED


def sourced_steps(user):
    return ["revise"] if user.is_editor else []


def correction_steps(activity, side):
    waiting = activity.corrections.open().first()
    if waiting is None:
        return ["correct", "propose-withdrawal"]
    return ["take-back"] if waiting.side == side else ["accept", "decline"]
