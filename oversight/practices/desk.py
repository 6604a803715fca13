"""Good practice on the desk: proposing it, editing and publishing it, and taking up that of others."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import ONLY_EDITORS, chosen_pair, forbid_unless, pairs_of, workers_only
from core.access import signed_in
from core.exceptions import Refused
from core.filters import page_of
from core.forms import render_form, submit
from core.tokens import new_token, restored_post, sent_token
from oversight.practices.models.practice import Practice, PracticeState
from oversight.transition_forms import WordsStep, step_forms, take_step
from pairs.models import Pair

from .forms import EditForm, ProposalForm


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
    form = ProposalForm(request.POST or restored_post(request), offered=Practice.citable_by(request.user))
    if made := submit(request, form, lambda values, activities: proposed(request, pair, values, activities)):
        messages.success(request, _("Proposed. The ministry reads it, and publishes or returns it."))
        return redirect("desk_practice", made.pk)
    return render_form(request, "oversight/practices/desk/practice_form.html", form, pair=pair, active="practices")


def own_pairs(user):
    return pairs_of(user).with_universities().with_names()


def proposed(request, pair, values, activities):
    """The proposal made from the form; the same form again gives the same one."""
    return Practice.objects.propose(request.user, pair, sent_token(request), activities or (), **values)


@signed_in
@require_safe
def practice(request, pk):
    """The raw text beside the edited one, and what this person may do."""
    return show(request, practice_at(request.user, pk))


def practice_at(user, pk):
    return get_object_or_404(Practice.objects.open_to(user).for_rows(), pk=pk)


def show(request, found, status=200, wrong=None):
    may = open_steps(found, request.user)
    facts = {"practice": found, "may": may, "active": "practices"} | step_forms(request, STEPS, may, wrong)
    facts |= {"cited": found.told_activities(), "adoptions": found.adoptions.told()}
    return render(request, "oversight/practices/desk/practice.html", facts, status=status)


def open_steps(found, user):
    """The names of what `user` may do with the practice now."""
    own, state = found.is_own(user), found.state
    waiting = state in (PracticeState.PROPOSED, PracticeState.RETURNED)
    steps = ["rewrite"] if own and waiting else []
    if user.is_editor and state != PracticeState.WITHDRAWN:
        steps += ["edit"] + (["publish", "return"] if state == PracticeState.PROPOSED else [])
    if (own and waiting) or (user.is_editor and state != PracticeState.WITHDRAWN):
        steps.append("withdraw")
    return steps


@signed_in
def rewrite(request, pk):
    """The proposing side changes its own words."""
    found = practice_at(request.user, pk)
    refuse_closed(found, request.user, "rewrite")
    stands = {"offered": Practice.citable_by(request.user), "texts": found.texts(), "version": found.version}
    form = ProposalForm(request.POST or restored_post(request), **stands)
    if submit(request, form, lambda *sent: found.rewrite(request.user, form.version, *sent)):
        messages.success(request, _("Handed in again."))
        return redirect("desk_practice", pk)
    facts = {"pair": found.pair, "practice": found, "active": "practices"}
    return render_form(request, "oversight/practices/desk/practice_form.html", form, **facts)


@signed_in
def edit(request, pk):
    """An editor writes the text for everybody, and publishes it once both languages are there."""
    found = practice_at(request.user, pk)
    refuse_closed(found, request.user, "edit")
    form = EditForm(request.POST or restored_post(request), texts=found.texts(), version=found.version)
    publishing = "publish" in request.POST
    if submit(request, form, lambda values: edited(found, request.user, form, values, publishing)):
        messages.success(request, _("Published.") if publishing else _("Saved."))
        return redirect("desk_practice", pk)
    return render_form(request, "oversight/practices/desk/practice_edit.html", form, practice=found, active="practices")


def edited(found, by, form, values, publishing):
    """Saved, and published if that was asked; what is missing for it is told, and what was typed is saved."""
    saved = found.edit(by, form.version, values)
    form.version = saved.version
    return saved.publish(by) if publishing else saved


def refuse_closed(found, user, step):
    """403 with the reason when the step is not open to this person now."""
    if step in open_steps(found, user):
        return
    forbid_unless(step != "edit" or user.is_editor, ONLY_EDITORS)
    forbid_unless(step != "rewrite" or found.is_own(user), _("Only the side that proposed it can change it."))
    raise PermissionDenied(_("It is published or withdrawn: ask the ministry to change it."))


STEPS = {
    "return": WordsStep(
        "desk_practice",
        _("Return"),
        _("Reason"),
        _("Say what is to be mended; the side that proposed it reads it."),
        _("Returned."),
        Practice.return_,
    ),
    "withdraw": WordsStep(
        "desk_practice",
        _("Withdraw"),
        _("Reason"),
        _("It is kept; where the practice was public, everybody reads it."),
        _("Withdrawn, with the reason."),
        Practice.withdraw,
        danger=True,
    ),
}


@signed_in
def step(request, pk, name):
    """Return or withdraw it, with the reason."""
    return take_step(request, STEPS, name, lambda: practice_at(request.user, pk), show)


@signed_in
def adopt(request, pk):
    """Mark for one's own pairs that they have taken it up, or take that back."""
    readable = Practice.objects.published() | Practice.objects.open_to(request.user)
    found = get_object_or_404(readable.for_rows(), pk=pk)
    forbid_unless(acts(request.user), _("Good practice is taken up by the coordinators of a pair."))
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
            found.abandon(request.user, pair)
            messages.success(request, _("Taken back."))
        else:
            found.adopt(request.user, pair)
            messages.success(request, _("Marked: your pair has taken it up. Everybody can see it."))
    except Pair.DoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        raise PermissionDenied(refusal.message) from refusal
