"""Rounds of inspection on the desk: opening one, choosing its pairs by hand, drawing them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.decorators import ministry_only
from core.decorators import signed_in
from core.drafts import restored_post
from core.exceptions import Refused
from core.list_pages import page_of
from core.numbers import whole_number
from core.tokens import TOKEN, new_token, sent_token
from oversight.conflict_forms import by_field
from oversight.inspections.forms import DrawForm, NewRoundForm, RoundForm
from oversight.inspections.models.inspection import Inspection
from oversight.inspections.models.inspection_round import InspectionRound


@signed_in
@require_safe
def round_(request, pk):
    """One round: its facts, its drawings, its pairs."""
    found = get_object_or_404(InspectionRound.objects.open_to(request.user), pk=pk)
    page = page_of(Inspection.objects.of_round(pk).for_rows(), request)
    facts = {"round": found, "page": page, "candidates": found.candidates().count(), "active": "inspections"}
    return render(request, "oversight/inspections/round.html", facts)


@ministry_only
def new(request):
    kept = restored_post(request) if request.method == "GET" else None
    form = NewRoundForm(request.POST or kept)
    if request.method == "POST" and form.is_valid():
        made = form.write(lambda values: opened(request, values))
        if made:
            return redirect("desk_round", made.pk)
    token = form.data.get(TOKEN) or new_token(request.user)
    facts = {"form": form, "token": token, "kept": kept, "active": "inspections"}
    return render(request, "oversight/inspections/round_form.html", facts)


def opened(request, values):
    """The round made from the form; the same form again gives the same round."""
    return InspectionRound.objects.open(request.user, sent_token(request), **values)


@signed_in
def edit(request, pk):
    """Other words or days; two who edit at once are shown both texts."""
    found = get_object_or_404(InspectionRound.objects.open_to(request.user), pk=pk)
    kept = restored_post(request) if request.method == "GET" else None
    form = RoundForm(request.POST or kept, texts=found.texts(), version=found.version)
    if request.method == "POST" and form.is_valid():
        saved = form.write(lambda values: found.edit(request.user, form.version, values))
        if saved:
            messages.success(request, _("Saved."))
            return redirect("desk_round", pk)
    facts = {"form": form, "round": found, "token": new_token(request.user), "kept": kept, "active": "inspections"}
    return render(request, "oversight/inspections/round_form.html", facts, status=409 if form.stored else 200)


@signed_in
def choose(request, pk):
    """Take pairs in by hand."""
    found = get_object_or_404(InspectionRound.objects.open_to(request.user), pk=pk)
    text, problem = request.GET.get("q", "").strip(), ""
    if request.method == "POST":
        try:
            made = found.choose(request.user, sent_keys(request))
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
    """Take pairs in at random; a second tap of the same form draws no second time."""
    found = get_object_or_404(InspectionRound.objects.open_to(request.user), pk=pk)
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (made := drawn(request, found, form)):
        return told(request, found, made.number)
    facts = {"round": found, "form": form, "candidates": found.candidates().count(), "active": "inspections"}
    return render(request, "oversight/inspections/inspection_draw.html", facts | {"token": new_token(request.user)})


def drawn(request, found, form):
    """The Draw made, or None with the objections in the form."""
    try:
        return found.draw(request.user, form.cleaned_data["number"], form.cleaned_data["seed"], sent_token(request))
    except Refused as refusal:
        form.add_error(None, refusal.message)
    except ValidationError as error:
        for name, found_wrong in by_field(error).items():
            form.add_error(name if name in form.fields else None, found_wrong)
    return None


def told(request, found, number):
    words = ngettext("%(number)s pair is taken in.", "%(number)s pairs are taken in.", number)
    messages.success(request, words % {"number": number})
    return redirect("desk_round", found.pk)
