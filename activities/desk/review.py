"""The two sides of an entry: its page, the steps it can take, corrections, merging, and what shows it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.scope import MINISTRY, acting_side
from activities.flags import flags
from activities.models import Evidence, Merge
from activities.models.merge import refuse_unlike
from activities.refusals import Conflict, Refused
from core.numbers import whole_number

from .answers import answers, changes, story
from .deciding import MergeForm, ReasonForm
from .forms import CorrectionForm
from .kept import desk, new_token, take_kept
from .log import own_entry, refuse_closed
from .steps import STEPS, open_steps

FORM = require_http_methods(["GET", "HEAD", "POST"])


@desk
@require_safe
def activity(request, pk):
    """One entry with its state, figures, evidence and history, and what this person may do with it."""
    return render(request, "desk/activity.html", page_of_entry(request, own_entry(request, pk)))


def page_of_entry(request, entry):
    correction = entry.corrections.open().first()
    facts = {"activity": entry, "answers": answers(entry), "flags": flags(entry), "story": story(entry)}
    facts |= {"correction": correction, "changes": changes(correction) if correction else []}
    facts |= {"merge": Merge.objects.open().about(entry).first(), "steps": open_steps(entry, request.user)}
    facts["more_steps"] = set(facts["steps"]) - {"confirm", "return"}  # those two stand above, beside each other
    side = acting_side(request.user, entry.pair)
    return facts | {"labels": STEPS, "ministry": side == MINISTRY, "removes": side in (entry.side, MINISTRY)}


@desk
@FORM
def step(request, pk, name):
    """A step that decides: asked once more, with a reason where it needs one."""
    taken = STEPS.get(name)
    if taken is None:
        raise Http404
    entry = own_entry(request, pk)
    if request.method == "POST":
        return take_step(request, entry, name, taken)
    if name not in open_steps(entry, request.user):
        raise PermissionDenied(_("This step is not open now; look at the entry for what is."))
    kept = take_kept(request)
    form = ReasonForm(kept, hint=taken.hint) if taken.asks_reason else None
    return answer_step(request, entry, taken, form, kept=kept)


def take_step(request, entry, name, taken):
    """Take it, and say what came of it; refused with the reason typed kept on the page."""
    form = ReasonForm(request.POST, hint=taken.hint) if taken.asks_reason else None
    reason = request.POST.get("reason", "").replace("\r\n", "\n")
    try:
        taken.take(entry, request.user, reason, sent_version(request))
    except Conflict as conflict:
        entry.refresh_from_db()
        return answer_step(request, entry, taken, form, refusal=conflict.message, status=409)
    except Refused as refusal:
        if just_taken_by(entry, request.user, name):
            return redirect("desk_activity", entry.pk)
        raise PermissionDenied(refusal.message) from refusal
    except ValidationError as error:
        return answer_step(request, entry, taken, form, error=error)
    messages.success(request, taken.told)
    return redirect("desk") if name == "discard" else redirect("desk_activity", entry.pk)


def answer_step(request, entry, taken, form, refusal="", error=None, kept=None, status=200):
    if error is not None and form is not None:
        form.take_faults(error)
    general = by_field(error) if error is not None and form is None else {}
    facts = {"activity": entry, "step": taken, "form": form, "refusal": refusal, "answers": answers(entry)}
    facts |= {"faults": general, "flags": flags(entry), "token": new_token(request.user), "kept": kept}
    facts["ministry"] = acting_side(request.user, entry.pair) == MINISTRY
    return render(request, "desk/step.html", facts, status=status)


def by_field(error):
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def sent_version(request):
    return whole_number(request.POST.get("version"))


def just_taken_by(entry, user, name):
    """Whether this very step was this person's own last one: the second half of a double tap."""
    last = entry.history.latest()
    ends = {"confirm": "confirmed", "return": "returned", "withdraw": "withdrawn"}
    state = last.stage if name == "cancel" else last.status
    return last.history_user_id == user.pk and state == ends.get(name, "cancelled" if name == "cancel" else None)


@desk
@FORM
def correct(request, pk):
    """Propose other values for what is confirmed; what comes from a public source an editor corrects directly."""
    entry = own_entry(request, pk)
    refuse_closed(entry, request.user, "revise" if entry.is_sourced else "correct")
    kept = take_kept(request) if request.method == "GET" else None
    facts = {"kind": entry.kind, "stage": entry.stage, "activity": entry, "version": entry.version}
    form = CorrectionForm(request.POST or kept, **facts)
    if request.method == "POST" and form.is_valid():
        done = form.write(lambda values, figures: corrected(entry, request.user, form, values, figures))
        if done:
            messages.success(request, _("Corrected.") if entry.is_sourced else _("Proposed. The other side decides."))
            return redirect("desk_activity", pk)
    facts = {"form": form, "activity": entry, "pair": entry.pair, "token": new_token(request.user), "kept": kept}
    return render(request, "desk/activity_form.html", facts, status=409 if form.stored else 200)


def corrected(entry, by, form, values, figures):
    """Only what differs from what stands is proposed."""
    there = entry.texts()
    values, figures = (
        {name: value for name, value in given.items() if there.get(name) != value} for given in (values, figures)
    )
    verb = entry.revise_sourced if entry.is_sourced else entry.propose_correction
    return verb(by, values, figures, form.cleaned_data["reason"], version=form.version)


@desk
@FORM
def merge(request, pk, other):
    """Propose that two entries tell of one event, with one value for each figure."""
    kept_entry, second = own_entry(request, pk), own_entry(request, other)
    if acting_side(request.user, kept_entry.pair) is None:
        raise PermissionDenied(_("You do not act for either side of this pair."))
    tried(None, lambda: refuse_unlike(kept_entry, second))
    form = MergeForm(request.POST or None, rows=Merge(kept=kept_entry, other=second).both_values)
    if request.method == "POST" and form.is_valid():
        proposed = tried(form, lambda: Merge.objects.propose(request.user, kept_entry, second, form.values()))
        if proposed:
            messages.success(request, _("Proposed. The other side decides."))
            return redirect("desk_merge", proposed.pk)
    facts = {"form": form, "activity": kept_entry, "other": second, "token": new_token(request.user)}
    return render(request, "desk/merge.html", facts)


@desk
@FORM
def merge_decision(request, pk):
    """Both accounts side by side, and the other side's decision."""
    found = get_object_or_404(Merge.objects.open_to(request.user).with_pairs(), pk=pk)
    form = ReasonForm(request.POST or None, hint=_("Needed to decline: why they are two events."))
    if request.method == "POST" and form.is_valid() and decided(request, found, form):
        return redirect("desk_activity", found.kept_id)
    side, waiting = acting_side(request.user, found.kept.pair), found.status == "open"
    facts = {"merge": found, "form": form, "acts": bool(side) and waiting, "accepts": waiting and side != found.side}
    return render(request, "desk/merge_decision.html", facts | {"token": new_token(request.user)})


def decided(request, found, form):
    if "decline" in request.POST:
        return tried(form, lambda: found.decline(request.user, form.cleaned_data["reason"]))
    if "accept" in request.POST:
        return tried(form, lambda: found.accept(request.user))
    return form.add_error(None, _("Nothing was decided yet: press one of the buttons."))


def tried(form, verb):
    """What `verb` gives, or None with its objections in the form; a refusal for good is a 403."""
    try:
        return verb()
    except Refused as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except ValidationError as error:
        form.take_faults(error)
    return None


@desk
@require_safe
def evidence(request, pk):
    """One file, to be saved and never shown in the browser; links and erased files have nothing to fetch."""
    piece = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    if not piece.file:
        raise Http404
    return FileResponse(piece.file.open("rb"), as_attachment=True, filename=piece.name, content_type=piece.type)


@desk
@FORM
def remove_evidence(request, pk):
    """Take a piece away while its entry is open; once it was handed in, erase the bytes with a reason."""
    piece = get_object_or_404(Evidence.objects.visible_to(request.user).of_activities(), pk=pk)
    entry = piece.activity
    erasing = "edit" not in open_steps(entry, request.user)
    kept = piece.is_redacted or (erasing and not piece.file)
    if kept or acting_side(request.user, entry.pair) not in (piece.side, MINISTRY):
        raise PermissionDenied(_("Only the side that added it, or the ministry, can erase it."))
    hint = _("The file is erased for good; its name, its hash and this reason stay.")
    form = ReasonForm(request.POST if request.method == "POST" else None, hint=hint) if erasing else None
    if request.method == "POST":
        done = taken_away(request, piece, form)
        if done:
            return redirect("desk_activity", entry.pk)
    return render(request, "desk/remove.html", {"piece": piece, "activity": entry, "form": form})


def taken_away(request, piece, form):
    try:
        if form is None:
            piece.remove(request.user)
        else:
            piece.redact(request.user, request.POST.get("reason", ""))
    except Refused as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except ValidationError as error:
        form.take_faults(error)
        return False
    messages.success(request, _("Taken away."))
    return True
