"""Rounds of inspection on the desk: opening one, choosing its pairs by hand, drawing them."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.permissions import ministry_only
from core.access import signed_in
from core.exceptions import Refused
from core.filters import page_of
from core.forms import render_form, submit, typed
from core.numbers import whole_number
from core.tokens import new_token, sent_token
from oversight.inspections.forms import DrawForm, NewRoundForm, RoundForm
from oversight.inspections.models.inspection_round import InspectionRound, pot_of
from oversight.inspections.workflow import rounds as workflow


@signed_in
@require_safe
def round_(request, pk):
    """One round: its facts, its drawings, its pairs."""
    found = get_object_or_404(InspectionRound.objects.open_to(request.user), pk=pk)
    page = page_of(found.inspections.for_rows(), request)
    facts = {"round": found, "page": page, "candidates": found.candidates().count(), "active": "inspections"}
    return render(request, "oversight/inspections/round.html", facts)


@ministry_only
def new(request):
    form = NewRoundForm(typed(request))
    if made := submit(request, form, lambda values: workflow.open_round(request.user, sent_token(request), **values)):
        return redirect("desk_round", made.pk)
    return render_form(request, "oversight/inspections/round_form.html", form, active="inspections")


@signed_in
def edit(request, pk):
    """Other words or days; two who edit at once are shown both texts."""
    found = get_object_or_404(InspectionRound.objects.open_to(request.user), pk=pk)
    form = RoundForm(typed(request), texts=found.texts(), version=found.version)
    if submit(request, form, lambda values: workflow.edit(found, request.user, form.version, values)):
        messages.success(request, _("Saved."))
        return redirect("desk_round", pk)
    return render_form(request, "oversight/inspections/round_form.html", form, round=found, active="inspections")


@signed_in
def choose(request, pk):
    """Take pairs in by hand."""
    found = get_object_or_404(InspectionRound.objects.open_to(request.user), pk=pk)
    text, problem = request.GET.get("q", "").strip(), ""
    if request.method == "POST":
        try:
            made = workflow.choose(found, request.user, sent_keys(request))
            return told(request, found, len(made))
        except Refused as refusal:
            problem = refusal.message
    candidates = found.candidates().with_universities().with_names()
    page = page_of(candidates.matching(text) if text else candidates, request)
    facts = {"round": found, "page": page, "text": text, "problem": problem, "active": "inspections"}
    return render(request, "oversight/inspections/inspection_choose.html", facts | {"token": new_token(request.user)})


def sent_keys(request):
    """The keys of the pairs that were ticked; what is no key is nothing."""
    keys = (whole_number(key) for key in request.POST.getlist("pair"))
    return [key for key in keys if key is not None]


@signed_in
def draw(request, pk):
    """Take pairs in at random, once the check page was confirmed; a second tap of it draws no second time."""
    found = get_object_or_404(InspectionRound.objects.open_to(request.user), pk=pk)
    form, take = DrawForm(request.POST or None), partial(workflow.draw, found, request.user)
    if "checked" in request.POST and "change" not in request.POST:
        pot = request.POST["checked"]
        if made := submit(request, form, lambda values: take(**values, pot=pot, token=sent_token(request))):
            return told(request, found, made.number)
    candidates = found.candidates().with_universities().with_names()
    facts = {"round": found, "candidates": candidates, "active": "inspections", "pot": pot_of(candidates)}
    checks = form.is_bound and "change" not in request.POST and fits(form, candidates)
    template = "oversight/inspections/draw_check.html" if checks else "oversight/inspections/inspection_draw.html"
    return render_form(request, template, form, **facts)


def fits(form, candidates):
    """Whether so many can be drawn; what stands in the way is beside the field."""
    form.is_valid() and form.write(lambda values: workflow.refuse_too_many(values["number"], len(candidates)))
    return not form.has_error("number") and not form.has_error("seed")


def told(request, found, number):
    words = ngettext("%(number)s pair is added.", "%(number)s pairs are added.", number)
    messages.success(request, words % {"number": number})
    return redirect("desk_round", found.pk)
