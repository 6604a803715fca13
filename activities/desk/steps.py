"""The steps that an entry can take from its page: what each is called, what it asks for, and what it calls."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scope import MINISTRY, acting_side
from activities.models import Stage, Status
from activities.models.states import OPEN

REASON_SEEN = _("Both sides and the ministry read it; it is kept.")
REASON_PUBLIC = _("It is shown to everybody and kept.")


@dataclass(frozen=True)
class Step:
    """A step with its words; `take(activity, by, reason, version)` calls the verb."""

    label: str
    told: str
    take: Callable
    explained: str = ""
    hint: str = ""
    danger: bool = False

    @property
    def asks_reason(self):
        return bool(self.hint)


STEPS = {
    "confirm": Step(
        _("Confirm"),
        _("Confirmed. It is public now and counts."),
        lambda activity, by, reason, version: activity.confirm(by, version),
        _("You agree that it took place with these figures. It then is public, counts, and can only be corrected "
          "with the agreement of both sides."),
    ),
    "return": Step(
        _("Return"),
        _("Returned to the other side with your reason."),
        lambda activity, by, reason, version: activity.return_(by, reason, version),
        _("It goes back to the side that logged it, which mends it and submits it again."),
        _("Say what is to be mended; the other side reads it."),
    ),
    "withdraw": Step(
        _("Withdraw"),
        _("Withdrawn, with the reason."),
        lambda activity, by, reason, version: activity.withdraw(by, reason, version),
        _("It stays in the record with the reason and counts no longer. This cannot be undone."),
        REASON_SEEN,
        danger=True,
    ),
    "cancel": Step(
        _("Cancel the event"),
        _("Cancelled. The public page says why."),
        lambda activity, by, reason, version: activity.cancel(by, reason, version),
        _("It will not take place. The public line stays, with the reason. This cannot be undone."),
        REASON_PUBLIC,
        danger=True,
    ),
    "discard": Step(
        _("Delete the draft"),
        _("The draft is deleted."),
        lambda activity, by, reason, version: activity.discard(by, version),
        _("The draft and its files are deleted for good. Nobody else has seen it."),
        danger=True,
    ),
    "accept": Step(
        _("Accept the correction"),
        _("Accepted: the entry now says what was proposed."),
        lambda activity, by, reason, version: activity.accept_correction(by),
        _("What was proposed is applied as it stands, and counts."),
    ),
    "decline": Step(
        _("Decline the correction"),
        _("Declined. The entry stays as it was."),
        lambda activity, by, reason, version: activity.decline_correction(by, reason),
        _("The entry stays as it was confirmed. Whoever proposed the correction takes it back in this way."),
        REASON_SEEN,
    ),
    "propose-withdrawal": Step(
        _("Propose to withdraw it"),
        _("Proposed. The other side decides."),
        lambda activity, by, reason, version: activity.propose_correction(
            by, reason=reason, withdraw=True, version=version
        ),
        _("Once the other side accepts, it counts no longer; the public line stays with the reason."),
        REASON_SEEN,
    ),
}  # fmt: skip


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
    return ["decline"] + (["accept"] if waiting.side != side else [])
