"""Inspections on the desk: the list and its downloads, one inspection, filling it in, concluding it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

import opendata
from accounts.permissions import ONLY_MINISTRY, forbid_closed, forbid_unless, workers_only
from core.access import signed_in
from core.filters import page_of
from core.forms import render_form, submit, typed
from core.parameters import accepts
from oversight.inspections.forms import InspectionForm
from oversight.inspections.models.finding import Finding
from oversight.inspections.models.inspection import Inspection, InspectionState
from oversight.inspections.models.inspection_round import InspectionRound
from oversight.inspections.tables import INSPECTIONS, inspection_rows
from oversight.inspections.workflow import inspections as workflow
from oversight.inspections.workflow.inspections import WORKFLOW
from oversight.transition_forms import WordsStep, step_forms, take_step

ROUNDS = 20  # shown above the list; older ones are found by their inspections


@workers_only
@require_safe
def inspections(request):
    """What this person may read: all for the ministry, what was concluded for the pairs concerned."""
    found = Inspection.objects.open_to(request.user)
    page = page_of(asked_for(request, found).for_rows(), request)
    facts = {"page": page, "download_name": "desk_inspection_download"}
    facts |= list_facts(request, found, InspectionState.choices if request.user.oversees else ())
    facts["rounds"] = InspectionRound.objects.open_to(request.user).of_action(facts["action"]).for_rows()[:ROUNDS]
    return render(request, "oversight/inspections/inspections.html", facts)


@workers_only
@require_safe
@accepts("state", "action", strict=True)
def download(request, form):
    found = asked_for(request, Inspection.objects.open_to(request.user))
    return opendata.respond(form, "督导检查", INSPECTIONS, inspection_rows(found))


def asked_for(request, found):
    """Those of `found` in the state and of the action that the address asks for; all where it asks for none."""
    return found.of_action(request.GET.get("action")).in_state(request.GET.get("state"))


def list_facts(request, found, states):
    """What a list shows of its filters; `states` are (value, label)."""
    asked = {name: request.GET.get(name, "") for name in ("state", "action")}
    return {**asked, "states": states, "actions": found.actions(), "active": "inspections"}


@signed_in
@require_safe
def inspection(request, pk):
    """One inspection with its answers and findings, and what this person may do."""
    return show(request, inspection_at(request.user, pk))


def inspection_at(user, pk):
    return get_object_or_404(Inspection.objects.open_to(user).for_rows(), pk=pk)


def show(request, found, status=200, wrong=None):
    findings = Finding.objects.open_to(request.user).filter(inspection=found).for_rows().most_urgent_first()
    facts = {"inspection": found, "answers": found.answers.all(), "findings": findings, "active": "inspections"}
    facts |= step_forms(request, WORKFLOW, STEPS, found, wrong)
    return render(request, "oversight/inspections/inspection.html", facts, status=status)


@signed_in
def edit(request, pk):
    """Fill it in, a part at a time; conclude it once all is there."""
    found = inspection_at(request.user, pk)
    forbid_closed(WORKFLOW, "fill", found, request.user)
    form = InspectionForm(typed(request), inspection=found)
    concluding = "conclude" in request.POST
    if submit(request, form, lambda values: filled(found, request.user, form, values, concluding)):
        messages.success(request, _("Concluded: both sides can read it.") if concluding else _("Saved."))
        return redirect("desk_inspection", pk)
    facts = {"inspection": found, "active": "inspections"}
    return render_form(request, "oversight/inspections/inspection_form.html", form, **facts)


def filled(found, by, form, values, concluding):
    """Saved, and concluded if that was asked; what is missing for concluding is told, and what was typed is saved."""
    saved = workflow.fill(found, by, form.version, values)
    form.version = saved.version
    return workflow.conclude(saved, by) if concluding else saved


STEPS = {
    "call-off": WordsStep(
        _("Call it off"),
        _("Reason"),
        _("It is kept and shown to the ministry."),
        _("Called off, with the reason."),
        workflow.call_off,
        danger=True,
    ),
    "reopen": WordsStep(
        _("Open it again"),
        _("Reason"),
        _("It is kept for the record. The two sides can read the inspection again once a new conclusion is recorded."),
        _("Opened again."),
        workflow.reopen,
    ),
}


@signed_in
def step(request, pk, name):
    """Call it off, or open it again, with the reason."""

    def fetch():
        found = inspection_at(request.user, pk)
        forbid_unless(request.user.oversees, ONLY_MINISTRY)
        return found

    return take_step(request, STEPS, name, fetch, show, "desk_inspection")
