"""The transitions of an entry: what each is called, asked once more, carried out, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from accounts.permissions import MINISTRY, acting_side
from activities.activities import proposals, workflow
from activities.activities.duplicates import flags
from activities.activities.status_texts import next_words, sentences
from activities.activities.workflow import TRANSITIONS
from core.access import signed_in
from core.exceptions import Conflict, Refused
from core.forms import ReasonForm, faults_by_field
from core.numbers import whole_number
from core.tokens import new_token, restored_post

from .closed_entries import refusal_words, refuse, typed_in
from .edit_views import DONE, own_entry, refuse_closed
from .presentation import answers, proposal_of
from .undo_views import deletion_told

REASON_SEEN = _("Both sides and the ministry read it; it is kept.")
REASON_PUBLIC = _("It is public and kept for the record.")


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
        _("It goes back to the side that logged it, which corrects it and submits it again."),
        _("Say what needs correcting; the other side will see it."),
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
    "nudge": TransitionPage(
        _("Ask the partner to act"),
        _("Asked. The partner sees it at the desk and in the next email."),
        lambda activity, by, sent: workflow.nudge(activity, by),
        _("The coordinators of the partner see at their desk and in their next email that you ask them to act, at most "
          "once a week about one entry."),
    ),
    "discard": TransitionPage(
        _("Delete the draft"),
        _("The draft is deleted."),
        lambda activity, by, sent: workflow.discard(activity, by, sent.version),
        _("The draft and its files are deleted. That can be taken back within 7 days; then the files are erased for "
          "good. Nobody else has seen it."),
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
        _("Declined. The entry is unchanged."),
        lambda activity, by, sent: proposals.decline(
            proposals.waiting_correction(activity), by, sent.reason, sent.proposal
        ),
        _("The entry stays as it was confirmed, and still counts with these figures."),
        REASON_SEEN,
    ),
    "take-back": TransitionPage(
        _("Take back the correction"),
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
        _("Once withdrawn it no longer counts; the public page keeps one line with the reason. This cannot be undone."),
        danger=True,
        on_behalf=_("Agree to the withdrawal on behalf of the other side"),
    ),
    "decline": TransitionPage(
        _("Decline the withdrawal"),
        _("Declined: it is not withdrawn and still counts."),
        PAGES["decline"].take,
        _("It is not withdrawn: the entry stays as it was confirmed and still counts."),
        REASON_SEEN,
    ),
    "take-back": TransitionPage(
        _("Take back the proposal to withdraw it"),
        _("Taken back. The entry stays as it was, and the other side has nothing to decide."),
        PAGES["take-back"].take,
        _("Your side no longer proposes to withdraw it. The entry stays as it was confirmed and still counts."),
    ),
}
ABOUT_PROPOSAL = tuple(WITHDRAWAL_PAGES)

# Under which names the transitions of the pages are recorded, where these differ.
RECORDED = {
    "accept": ("accept-correction", "accept-withdrawal"),
    "decline": ("decline-correction", "decline-withdrawal"),
    "take-back": ("take-back-correction", "take-back-withdrawal"),
}


@signed_in
def step(request, pk, name):
    """A step that decides: asked once more, with a reason where it needs one."""
    if name not in PAGES:
        raise Http404
    entry = own_entry(request, pk)
    if request.method == "POST":
        return take(request, entry, name)
    refuse_closed(entry, request.user, name)
    kept = restored_post(request)
    form = ReasonForm(kept) if TRANSITIONS[name].asks_reason else None
    return ask(request, entry, name, form, kept=kept)


def take(request, entry, name):
    """Take it, and say what came of it; refused with the reason typed kept on the page."""
    taken = pages_about(waiting(entry))[name]
    form = ReasonForm(request.POST) if TRANSITIONS[name].asks_reason else None
    reason = request.POST.get("reason", "").replace("\r\n", "\n")
    version, proposal = whole_number(request.POST.get("version")), whole_number(request.POST.get("proposal"))
    try:
        done = taken.take(entry, request.user, Sent(reason, version, proposal))
    except Conflict as conflict:
        entry.refresh_from_db()
        return ask(request, entry, name, form, refusal=changed_words(conflict), status=409)
    except Refused as refusal:
        if just_taken_by(entry, request.user, name):
            return redirect("desk_activity", entry.pk)
        entry.refresh_from_db()
        refuse(entry, request.user, refusal_words(entry, refusal), typed_in(form))
    except ValidationError as error:
        return ask(request, entry, name, form, error=error)
    if name == "discard":
        messages.success(request, deletion_told(done, taken.told))
        return redirect("desk")
    entry.refresh_from_db()
    messages.success(request, sentences(taken.told, next_words(entry)), DONE)
    return redirect("desk_activity", entry.pk)


def changed_words(conflict):
    """What a page says that shows the entry as it is now; another proposal has words of its own."""
    if conflict.version is None:
        return conflict.message
    return _(
        "Someone saved this entry after you had opened it. The current text is shown below; check it, then "
        "continue or leave it."
    )


def ask(request, entry, name, form, refusal="", error=None, kept=None, status=200):
    """The page that asks whether to take it, with all that there is to know before."""
    correction = waiting(entry)
    taken = pages_about(correction)[name]
    if form is not None:
        form.fields["reason"].help_text = taken.hint
    if error is not None and form is not None:
        form.take_faults(error)
    general = faults_by_field(error) if error is not None and form is None else {}
    facts = {"activity": entry, "step": taken, "form": form, "refusal": refusal, "answers": answers(entry)}
    facts |= {"faults": general, "flags": flags(entry), "token": new_token(request.user), "kept": kept}
    facts |= proposal_of(correction if name in ABOUT_PROPOSAL else None)
    facts["ministry"] = acting_side(request.user, entry.pair) == MINISTRY
    return render(request, "activities/activities/desk/transition_confirm.html", facts, status=status)


def waiting(entry):
    """The proposal about the entry that waits for a decision, or None."""
    return entry.corrections.open().select_related("proposed_by").first()


def just_taken_by(entry, user, name):
    """Return whether this was this person's own last transition: the second half of a double tap."""
    changes = entry.state_changes.all()
    if not name.startswith("propose-"):
        changes = changes.exclude(transition__startswith="propose-")  # nothing has changed by them yet
    last = changes.first()
    return bool(last) and last.by_id == user.pk and last.transition in RECORDED.get(name, (name,))


def pages_about(correction):
    """The transitions with their words; with a proposal to withdraw, those about the proposal speak of that."""
    return PAGES | WITHDRAWAL_PAGES if correction and correction.withdraw else PAGES
