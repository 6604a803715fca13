"""Good practice on the desk: proposing it, editing and publishing it, and taking up that of others."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import chosen_pair, forbid_closed, forbid_unless, pairs_of, workers_only
from activities.activities.public import project
from core.access import signed_in
from core.exceptions import Refused
from core.filters import page_of
from core.forms import render_form, submit, typed
from core.tokens import new_token, sent_token
from oversight.practices.models.practice import Practice, PracticeState
from oversight.transition_forms import WordsStep, step_forms, take_step
from pairs.models import Pair

from . import workflow
from .forms import EditForm, ProposalForm
from .workflow import WORKFLOW


@workers_only
@require_safe
def practices(request):
    """Proposals that this person may read, and what is published, to take up."""
    state = request.GET.get("state", "")
    page = page_of(Practice.objects.open_to(request.user).in_state(state).for_rows().newest_first(), request)
    facts = {"page": page, "state": state, "states": PracticeState, "active": "practices"}
    facts |= {"published": Practice.objects.published().for_rows().by_mechanism(), "acts": acts(request.user)}
    return render(request, "oversight/practices/desk/practices.html", facts)


def acts(user):
    """Whether this person speaks for a side of a published pair."""
    return pairs_of(user).exists()


@signed_in
def new(request):
    """Propose for one of one's pairs; where there are several, first the question which."""
    forbid_unless(acts(request.user), _("Good practice is proposed by the coordinators of a pair."))
    own = own_pairs(request.user)
    pair = chosen_pair(request, own, own)
    if pair is None:
        page = page_of(own.latest_first(), request)
        return render(request, "oversight/practices/desk/practice_pair.html", {"page": page, "active": "practices"})
    form = ProposalForm(typed(request), pair=pair, offered=Practice.citable_by(request.user))
    if made := submit(request, form, partial(proposed, request, pair)):
        messages.success(request, _("Proposed. The ministry reads it, and publishes or returns it."))
        return redirect("desk_practice", made.pk)
    return render_form(request, "oversight/practices/desk/practice_form.html", form, pair=pair, active="practices")


def proposed(request, pair, values, cited):
    return workflow.propose(request.user, pair, sent_token(request), cited or (), **values)


def own_pairs(user):
    return pairs_of(user).with_universities().with_names()


@signed_in
@require_safe
def practice(request, pk):
    """The raw text beside the edited one, and what this person may do."""
    return show(request, practice_at(request.user, pk))


def practice_at(user, pk):
    return get_object_or_404(Practice.objects.open_to(user).for_rows(), pk=pk)


def show(request, found, status=200, wrong=None):
    facts = {"practice": found, "active": "practices"} | step_forms(request, WORKFLOW, STEPS, found, wrong)
    facts |= {"cited": project(found.told_activities().with_all_told()), "adoptions": found.adoptions.told()}
    return render(request, "oversight/practices/desk/practice.html", facts, status=status)


@signed_in
def rewrite(request, pk):
    """The proposing side changes its own words."""
    found = practice_at(request.user, pk)
    forbid_closed(WORKFLOW, "rewrite", found, request.user)
    stands = {"offered": Practice.citable_by(request.user), "texts": found.texts(), "version": found.version}
    form = ProposalForm(typed(request), pair=found.pair, **stands)
    if submit(request, form, lambda *sent: workflow.rewrite(found, request.user, form.version, *sent)):
        messages.success(request, _("Handed in again."))
        return redirect("desk_practice", pk)
    facts = {"pair": found.pair, "practice": found, "active": "practices"}
    return render_form(request, "oversight/practices/desk/practice_form.html", form, **facts)


@signed_in
def edit(request, pk):
    """An editor writes the text for everybody, and publishes it once both languages are there."""
    found = practice_at(request.user, pk)
    forbid_closed(WORKFLOW, "edit", found, request.user)
    form = EditForm(typed(request), pair=found.pair, texts=found.texts(), version=found.version)
    publishing = "publish" in request.POST
    if submit(request, form, lambda values: edited(found, request.user, form, values, publishing)):
        messages.success(request, _("Published.") if publishing else _("Saved."))
        return redirect("desk_practice", pk)
    return render_form(request, "oversight/practices/desk/practice_edit.html", form, practice=found, active="practices")


def edited(found, by, form, values, publishing):
    """Saved, and published if that was asked; what is missing for it is told, and what was typed is saved."""
    saved = workflow.edit(found, by, form.version, values)
    form.version = saved.version
    return workflow.publish(saved, by) if publishing else saved


STEPS = {
    "return": WordsStep(
        _("Return"),
        _("Reason"),
        _("Say what needs correcting; the side that proposed it will see it."),
        _("Returned."),
        workflow.send_back,
    ),
    "withdraw": WordsStep(
        _("Withdraw"),
        _("Reason"),
        _("It is kept for the record; where the practice was public, the reason is public too."),
        _("Withdrawn, with the reason."),
        workflow.withdraw,
        danger=True,
    ),
}


@signed_in
def step(request, pk, name):
    """Return or withdraw it, with the reason."""
    return take_step(request, STEPS, name, lambda: practice_at(request.user, pk), show, "desk_practice")


@signed_in
def adopt(request, pk):
    """Mark for one's own pairs that they have taken it up, or take that back."""
    readable = Practice.objects.published() | Practice.objects.open_to(request.user)
    found = get_object_or_404(readable.for_rows(), pk=pk)
    forbid_unless(acts(request.user), _("Good practice is adopted by the coordinators of a pair."))
    forbid_unless(found.is_published, _("Only what is published can be adopted."))
    if request.method == "POST":
        mark(request, found)
        return redirect("desk_practice_adopt", pk)
    page = page_of(own_pairs(request.user).latest_first(), request)
    adopted = set(found.adoptions.values_list("pair_id", flat=True))
    facts = {"practice": found, "page": page, "adopted": adopted, "token": new_token(request.user)}
    return render(request, "oversight/practices/desk/practice_adopt.html", facts | {"active": "practices"})


def mark(request, found):
    """Adopt for the pair that the form names, or take it back; a pair out of scope is the same 404 as none."""
    try:
        pair = own_pairs(request.user).at(request.POST.get("pair", ""))
        if "abandon" in request.POST:
            workflow.abandon(found, request.user, pair)
            messages.success(request, _("Taken back."))
        else:
            workflow.adopt(found, request.user, pair)
            messages.success(request, _("Marked: your pair has adopted it. This is public."))
    except Pair.DoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        raise PermissionDenied(refusal.message) from refusal
