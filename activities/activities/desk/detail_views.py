"""The two sides of an entry: its page, corrections, merging, and what shows it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import MINISTRY, acting_side, forbid_unless
from activities.activities import duplicates, evidence_workflow, proposals, together, workflow
from activities.activities.duplicates import flags
from activities.activities.forms import CorrectionForm, MergeForm
from activities.activities.models import states
from activities.activities.models.evidence import Evidence
from activities.activities.models.proposals import Merge
from activities.activities.proposals import refuse_unlike
from activities.activities.status_texts import next_words, proposal_words, sentences
from activities.activities.workflow import open_transitions
from core.access import signed_in
from core.exceptions import Refused
from core.file_answers import saved_file
from core.forms import ReasonForm, render_form, submit, typed
from core.tokens import new_token

from .autosave import forget, offered, typed_before
from .closed_entries import answer_closed, refuse, typed_in
from .edit_views import FORM_PAGE, own_entry, refuse_closed
from .presentation import answers, proposal_of, timeline
from .transition_views import pages_about


@signed_in
@require_safe
def activity(request, pk):
    """One entry with its state, figures, evidence and history, and what this person may do with it."""
    return render(request, "activities/activities/desk/activity.html", page_of_entry(request, own_entry(request, pk)))


def page_of_entry(request, entry):
    correction = entry.corrections.open().first()
    facts = {"activity": entry, "answers": answers(entry), "flags": flags(entry), "story": timeline(entry)}
    facts["answered_flags"] = [flag for flag in facts["flags"] if flag.answer]  # read by those who have no step to take
    facts |= proposal_of(correction) | {"labels": pages_about(correction)}
    facts |= {"merge": Merge.objects.open().about(entry).first(), "steps": open_transitions(entry, request.user)}
    facts["more_steps"] = set(facts["steps"]) - {"confirm", "return"}  # those two stand above, beside each other
    facts["dismissed"] = [(one, one.other_than(entry)) for one in duplicates.dismissals(entry)]
    side = acting_side(request.user, entry.pair)
    facts["decides_doubts"] = bool(side)
    facts["is_own"] = side is not None and side == entry.side
    facts["together"] = together.act_of(entry) if facts["is_own"] and states.TO_CONFIRM.holds(entry) else None
    return facts | {"ministry": side == MINISTRY, "removes": side in (entry.side, MINISTRY)}


@signed_in
@require_POST
def doubt(request, pk, other):
    """Say that another entry is not the same, or take that back."""
    entry, second = own_entry(request, pk), own_entry(request, other)
    change = duplicates.take_back if "take-back" in request.POST else duplicates.dismiss
    tried(request, entry, None, lambda: change(entry, second, request.user))
    return redirect("desk_activity", pk)


@signed_in
def correct(request, pk):
    """Propose other values for what is confirmed; what comes from a public source an editor corrects directly."""
    entry = own_entry(request, pk)
    step = "revise" if entry.is_sourced else "correct"
    if request.method == "POST" and step not in open_transitions(entry, request.user):
        if is_second_tap(request, entry):
            return redirect("desk_activity", pk)
        if acting_side(request.user, entry.pair):
            return answer_closed(request, entry)
    refuse_closed(entry, request.user, step)
    facts = {"kind": entry.kind, "stage": entry.stage, "pair": entry.pair, "activity": entry, "version": entry.version}
    name = f"correct:{pk}"
    form = CorrectionForm(typed(request) or typed_before(request, name), **facts)
    if submit(request, form, lambda *sent: corrected(entry, request.user, form, *sent)):
        forget(request, name)
        said = _("Corrected.") if entry.is_sourced else _("Correction proposed.")
        messages.success(request, sentences(said, next_words(entry)))
        return redirect("desk_activity", pk)
    facts = {"activity": entry, "pair": entry.pair, "form_name": name, "unsent": offered(request, name)}
    return render_form(request, FORM_PAGE, form, **facts)


def is_second_tap(request, entry):
    """Whether the proposal that waits is the very one that this form had just made."""
    waiting, reason = entry.corrections.open().first(), request.POST.get("reason", "").replace("\r\n", "\n").strip()
    return bool(waiting) and waiting.proposed_by_id == request.user.pk and waiting.reason == reason


def corrected(entry, by, form, values, figures):
    """Only what differs from what stands is proposed."""
    there = entry.texts()
    values, figures = (
        {name: value for name, value in given.items() if there.get(name) != value} for given in (values, figures)
    )
    propose = workflow.revise if entry.is_sourced else proposals.propose_correction
    return propose(entry, by, values, figures, form.cleaned_data["reason"], version=form.version)


@signed_in
def merge(request, pk, other):
    """Propose that two entries tell of one event, with one value for each figure."""
    kept_entry, second = own_entry(request, pk), own_entry(request, other)
    forbid_unless(acting_side(request.user, kept_entry.pair), _("You do not act for either side of this pair."))
    tried(request, kept_entry, None, lambda: refuse_unlike(kept_entry, second))
    form = MergeForm(request.POST or None, rows=Merge(kept=kept_entry, other=second).both_values)
    if request.method == "POST" and form.is_valid():
        proposed = tried(
            request, kept_entry, form, lambda: proposals.propose_merge(kept_entry, request.user, second, form.values())
        )
        if proposed:
            said = _("Merging proposed."), proposal_words(proposed, kept_entry.pair)
            messages.success(request, sentences(*said))
            return redirect("desk_merge", proposed.pk)
    facts = {"form": form, "activity": kept_entry, "other": second, "token": new_token(request.user)}
    return render(request, "activities/activities/desk/merge.html", facts)


DECIDED = {
    "accepted": gettext_lazy("Accepted: the two are one event, and it counts once."),
    "declined": gettext_lazy("Declined with your reason. Both entries stay as they were."),
    "taken_back": gettext_lazy("Taken back. Both entries stay as they were."),
}


@signed_in
def merge_decision(request, pk):
    """Both accounts side by side, and the other side's decision."""
    found = get_object_or_404(Merge.objects.open_to(request.user).with_pairs(), pk=pk)
    form = ReasonForm(request.POST or None, hint=_("Needed to decline: why they are two events."))
    if request.method == "POST" and form.is_valid() and decided(request, found, form):
        messages.success(request, DECIDED[found.status])
        return redirect("desk_activity", found.kept_id)
    acts = bool(acting_side(request.user, found.kept.pair)) and found.status == "open"
    facts = {"merge": found, "form": form, "acts": acts, "accepts": acts and not found.is_own_of(request.user)}
    facts |= {"next": proposal_words(found, found.kept.pair), "token": new_token(request.user)}
    return render(request, "activities/activities/desk/merge_decision.html", facts)


def decided(request, found, form):
    if "decline" in request.POST:
        return tried(
            request, found.kept, form, lambda: proposals.decline(found, request.user, form.cleaned_data["reason"])
        )
    if "accept" in request.POST:
        return tried(request, found.kept, form, lambda: proposals.accept(found, request.user))
    if "take-back" in request.POST:
        return tried(request, found.kept, form, lambda: proposals.take_back(found, request.user))
    return form.add_error(None, _("Nothing was decided yet: press one of the buttons."))


def tried(request, entry, form, change):
    """What `change` gives, or None with its objections in the form; a refusal for good is a 403."""
    try:
        return change()
    except Refused as refusal:
        refuse(entry, request.user, refusal.message, typed_in(form))
    except ValidationError as error:
        form.take_faults(error)
    return None


@signed_in
@require_safe
def evidence(request, pk):
    """One file, to be saved and never shown in the browser; links and erased files have nothing to fetch."""
    piece = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    if not piece.file:
        raise Http404
    return saved_file(piece)


@signed_in
def remove_evidence(request, pk):
    """Take a piece away while its entry is open; once it was submitted, erase the bytes with a reason."""
    of_activities = Evidence.objects.visible_to(request.user).filter(activity__isnull=False)
    piece = get_object_or_404(of_activities.select_related("activity__pair__batch"), pk=pk)
    entry = piece.activity
    erasing = "edit" not in open_transitions(entry, request.user)
    kept = piece.is_redacted or (erasing and not piece.file)
    if kept or acting_side(request.user, entry.pair) not in (piece.side, MINISTRY):
        refuse(entry, request.user, why_kept(piece, erasing), typed_in(ReasonForm(request.POST)))
    hint = _("The file is erased for good; its name, its hash and this reason stay.")
    form = ReasonForm(request.POST if request.method == "POST" else None, hint=hint) if erasing else None
    if request.method == "POST":
        done = taken_away(request, piece, form)
        if done:
            return redirect("desk_activity", entry.pk)
    facts = {"piece": piece, "form": form, "owner": entry.local_title or entry.kind}
    facts["back"] = reverse("desk_activity", args=[entry.pk])
    return render(request, "activities/activities/desk/evidence_remove.html", facts)


def why_kept(piece, erasing):
    """Why a piece cannot be taken away by this person."""
    if piece.is_redacted or (erasing and not piece.file):
        return _("There is no file to erase.")
    return _("Only the side that added it, or the ministry, can erase it.")


def taken_away(request, piece, form):
    def taken():
        if form is None:
            return evidence_workflow.remove(piece, request.user)
        return evidence_workflow.redact(piece, request.user, request.POST.get("reason", ""))

    tried(request, piece.activity, form, taken)
    if form and form.errors:
        return False
    done = _("“%(name)s” is erased; its name and the reason stay.") if form else _("“%(name)s” was removed.")
    messages.success(request, done % {"name": piece})
    return True
