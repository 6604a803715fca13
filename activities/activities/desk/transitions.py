"""The transitions of an entry on its page: what each is called, what it asks for, and what it calls."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from activities.activities import proposals, workflow

REASON_SEEN = _("Both sides and the ministry read it; it is kept.")
REASON_PUBLIC = _("It is shown to everybody and kept.")


@dataclass(frozen=True)
class Sent:
    """What the page of a transition sends: the reason typed, and the version and the proposal its reader has seen."""

    reason: str = ""
    version: int | None = None
    proposal: int | None = None


@dataclass(frozen=True)
class TransitionPage:
    """A transition with its words; `take(activity, by, sent)` carries it out with what the page sent."""

    label: str
    told: str
    take: Callable
    explained: str = ""
    hint: str = ""
    danger: bool = False
    on_behalf: str = ""  # the label when the ministry acts for a silent side


PAGES = {
    "confirm": TransitionPage(
        _("Confirm"),
        _("Confirmed. It is public now and counts."),
        lambda activity, by, sent: workflow.confirm(activity, by, sent.version),
        _("You agree that it took place with these figures. It then is public, counts, and can only be corrected "
          "with the agreement of both sides."),
    ),
    "return": TransitionPage(
        _("Return"),
        _("Returned with your reason."),
        lambda activity, by, sent: workflow.send_back(activity, by, sent.reason, sent.version),
        _("It goes back to the side that logged it, which mends it and submits it again."),
        _("Say what is to be mended; the other side reads it."),
    ),
    "withdraw": TransitionPage(
        _("Withdraw"),
        _("Withdrawn, with the reason."),
        lambda activity, by, sent: workflow.withdraw(activity, by, sent.reason, sent.version),
        _("It stays in the record with the reason and counts no longer. This cannot be undone."),
        REASON_SEEN,
        danger=True,
    ),
    "cancel": TransitionPage(
        _("Cancel the event"),
        _("Cancelled. The public page says why."),
        lambda activity, by, sent: workflow.cancel(activity, by, sent.reason, sent.version),
        _("It will not take place. The public line stays, with the reason. This cannot be undone."),
        REASON_PUBLIC,
        danger=True,
    ),
    "discard": TransitionPage(
        _("Delete the draft"),
        _("The draft is deleted."),
        lambda activity, by, sent: workflow.discard(activity, by, sent.version),
        _("The draft and its files are deleted for good. Nobody else has seen it."),
        danger=True,
    ),
    "accept": TransitionPage(
        _("Accept the correction"),
        _("Accepted: the entry now says what was proposed."),
        lambda activity, by, sent: proposals.accept(proposals.waiting_correction(activity), by, sent.proposal),
        _("What was proposed is applied as it stands, and counts."),
        on_behalf=_("Accept the correction on behalf of the other side"),
    ),
    "decline": TransitionPage(
        _("Decline the correction"),
        _("Declined. The entry stays as it was."),
        lambda activity, by, sent: proposals.decline(
            proposals.waiting_correction(activity), by, sent.reason, sent.proposal
        ),
        _("The entry stays as it was confirmed, and goes on counting with these figures."),
        REASON_SEEN,
    ),
    "take-back": TransitionPage(
        _("Take the correction back"),
        _("Taken back. The entry stays as it was, and the other side has nothing to decide."),
        lambda activity, by, sent: proposals.take_back(proposals.waiting_correction(activity), by, sent.proposal),
        _("Your side no longer proposes it. The entry stays as it was confirmed."),
    ),
    "propose-withdrawal": TransitionPage(
        _("Propose to withdraw it"),
        _("Withdrawal proposed."),
        lambda activity, by, sent: proposals.propose_correction(
            activity, by, reason=sent.reason, withdraw=True, version=sent.version
        ),
        _("Once the other side agrees, it counts no longer; the public page keeps one line with the reason."),
        REASON_PUBLIC,
    ),
}  # fmt: skip

WITHDRAWAL_PAGES = {
    "accept": TransitionPage(
        _("Agree to the withdrawal"),
        _("Agreed: it is withdrawn and counts no longer. The public page keeps one line with the reason."),
        PAGES["accept"].take,
        _("Once withdrawn it counts no longer; the public page keeps one line with the reason. This cannot be undone."),
        danger=True,
        on_behalf=_("Agree to the withdrawal on behalf of the other side"),
    ),
    "decline": TransitionPage(
        _("Decline the withdrawal"),
        _("Declined: it is not withdrawn and goes on counting."),
        PAGES["decline"].take,
        _("It is not withdrawn: the entry stays as it was confirmed and goes on counting."),
        REASON_SEEN,
    ),
    "take-back": TransitionPage(
        _("Take the proposal of withdrawal back"),
        _("Taken back. The entry stays as it was, and the other side has nothing to decide."),
        PAGES["take-back"].take,
        _("Your side no longer proposes to withdraw it. The entry stays as it was confirmed and goes on counting."),
    ),
}
ABOUT_PROPOSAL = tuple(WITHDRAWAL_PAGES)


def pages_about(correction):
    """The transitions with their words; with a proposal to withdraw, those about the proposal speak of that."""
    return PAGES | WITHDRAWAL_PAGES if correction and correction.withdraw else PAGES
