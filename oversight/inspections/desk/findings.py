"""Findings on the desk: the list and its downloads, recording one, answering, closing."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

import opendata
from accounts.permissions import acting_side, forbid_closed, workers_only
from activities.activities.forms import FILES_HINT
from core.access import signed_in
from core.filters import page_of
from core.form_fields import FilesField
from core.forms import render_form, submit, typed
from core.parameters import accepts
from core.tokens import sent_token
from oversight.inspections.forms import FindingForm
from oversight.inspections.models.finding import OVERDUE, Finding, FindingState
from oversight.inspections.tables import FINDINGS, finding_rows
from oversight.inspections.workflow import findings as workflow
from oversight.inspections.workflow import inspections
from oversight.inspections.workflow.findings import WORKFLOW
from oversight.transition_forms import WordsForm, WordsStep, step_forms, take_step

from .inspections import asked_for, inspection_at, list_facts

SHOWN = {**dict(FindingState.choices), OVERDUE: _("Overdue")}


@workers_only
@require_safe
def findings(request):
    """The findings that this person may read, by state and action where these are asked for."""
    found = Finding.objects.open_to(request.user)
    page = page_of(asked_for(request, found).for_rows().most_urgent_first(), request)
    facts = {"page": page, "download_name": "desk_finding_download"} | list_facts(request, found, SHOWN.items())
    return render(request, "oversight/inspections/findings.html", facts)


@workers_only
@require_safe
@accepts("state", "action", strict=True)
def download(request, form):
    found = asked_for(request, Finding.objects.open_to(request.user))
    return opendata.respond(form, "督导检查问题", FINDINGS, finding_rows(found))


@signed_in
def new(request, pk):
    """Record what an inspection found."""
    found = inspection_at(request.user, pk)
    forbid_closed(inspections.WORKFLOW, "record", found, request.user)
    form = FindingForm(typed(request), pair=found.pair)
    if submit(request, form, lambda values: workflow.record(request.user, found, sent_token(request), **values)):
        messages.success(request, _("Recorded. The two sides can read it now."))
        return redirect("desk_inspection", pk)
    return answer(request, form, found)


@signed_in
def edit(request, pk):
    """Other words, another side, person or day; two who edit at once are shown both texts."""
    found = finding_at(request.user, pk)
    forbid_closed(WORKFLOW, "edit", found, request.user)
    form = FindingForm(typed(request), pair=found.pair, texts=found.texts(), version=found.version)
    if submit(request, form, lambda values: workflow.edit(found, request.user, form.version, values)):
        messages.success(request, _("Saved."))
        return redirect("desk_finding", pk)
    return answer(request, form, found.inspection, finding=found)


def answer(request, form, inspection, **facts):
    facts |= {"inspection": inspection, "active": "inspections"}
    return render_form(request, "oversight/inspections/finding_form.html", form, **facts)


@signed_in
@require_safe
def finding(request, pk):
    """One finding, with its answer and how it ended, and what this person may do."""
    return show(request, finding_at(request.user, pk))


def finding_at(user, pk):
    return get_object_or_404(Finding.objects.open_to(user).for_rows(), pk=pk)


def show(request, found, status=200, wrong=None):
    facts = {"finding": found, "active": "inspections"} | step_forms(request, WORKFLOW, STEPS, found, wrong)
    facts["acts"] = acting_side(request.user, found.pair)
    facts["reads_inspection"] = request.user.oversees or found.inspection.state == "concluded"
    return render(request, "oversight/inspections/finding.html", facts, status=status)


class AnswerForm(WordsForm):
    """What was done, and the files that show it."""

    files = FilesField(label=_("Files"), required=False, help_text=FILES_HINT)

    def arguments(self):
        return (*super().arguments(), self.cleaned_data["files"])

    @property
    def files_asked(self):
        """Whether files had been chosen, which a browser forgets."""
        return bool(self.files)


class AnswerStep(WordsStep):
    def form(self, data=None, files=None):
        return AnswerForm(data, files, label=self.asks, hint=self.hint)


STEPS = {
    "answer": AnswerStep(
        _("Answer"),
        _("Answer"),
        _("What has been done, or will be, and by when. No names of students."),
        _("Your answer is kept; the inspectors read it."),
        workflow.respond,
    ),
    "close": WordsStep(
        _("Close the finding"),
        _("Closing note"),
        _("Why it can be closed; both sides read it."),
        _("Closed, with your note."),
        workflow.close,
    ),
    "reopen": WordsStep(
        _("Open it again"),
        _("Reason"),
        _("It is kept for the record; the side is asked to answer again."),
        _("Opened again."),
        workflow.reopen,
    ),
}


@signed_in
def step(request, pk, name):
    """Answer, close or open again; what was typed stays when it is refused."""
    return take_step(request, STEPS, name, lambda: finding_at(request.user, pk), show, "desk_finding")
