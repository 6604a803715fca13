"""Findings on the desk: the list and its downloads, recording one, answering, closing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

import opendata
from accounts.decorators import ONLY_MINISTRY, forbid_unless, workers_only
from accounts.permissions import acting_side
from core.decorators import signed_in
from core.drafts import restored_post
from core.list_pages import page_of
from core.tokens import TOKEN, new_token, sent_token
from oversight.conflict_forms import WordsStep, offered
from oversight.inspections.forms import FindingForm
from oversight.inspections.models.finding import Finding, FindingState
from oversight.inspections.tables import FINDINGS, finding_rows

from .inspections import inspection_at, sent_version

OVERDUE = "overdue"
SHOWN = {**dict(FindingState.choices), OVERDUE: gettext_lazy("Overdue")}


@workers_only
@require_safe
def findings(request):
    """The findings that this person may read, by state where one is asked for."""
    page = page_of(listed(request).for_rows().most_urgent_first(), request)
    state = request.GET.get("state", "")
    return render(
        request,
        "oversight/inspections/findings.html",
        {"page": page, "state": state, "states": SHOWN.items(), "active": "inspections"},
    )


@workers_only
@require_safe
@opendata.takes("state")
def download(request, form):
    return opendata.respond(form, "督导检查问题", FINDINGS, finding_rows(listed(request)))


def listed(request):
    """The findings open to this person, in the state that the address asks for."""
    found, state = Finding.objects.open_to(request.user), request.GET.get("state", "")
    if state == OVERDUE:
        return found.overdue()
    return found.in_state(state) if state in FindingState.values else found


@signed_in
def new(request, pk):
    """Record what an inspection found."""
    found = inspection_at(request.user, pk)
    forbid_unless(request.user.oversees, ONLY_MINISTRY)
    forbid_unless(found.is_open, _("It was concluded or called off: open it again first."))
    kept = restored_post(request) if request.method == "GET" else None
    form = FindingForm(request.POST or kept, pair=found.pair)
    if request.method == "POST" and form.is_valid() and form.write(lambda values: recorded(request, found, values)):
        messages.success(request, _("Recorded. The two sides can read it now."))
        return redirect("desk_inspection", pk)
    token = form.data.get(TOKEN) or new_token(request.user)
    facts = {"form": form, "inspection": found, "token": token, "kept": kept, "active": "inspections"}
    return render(request, "oversight/inspections/finding_form.html", facts)


def recorded(request, inspection, values):
    """The finding made from the form; the same form again gives the same finding."""
    return Finding.objects.record(request.user, inspection, sent_token(request), **values)


@signed_in
def edit(request, pk):
    """Other words, another side, person or day; two who edit at once are shown both texts."""
    found = finding_at(request.user, pk)
    forbid_unless(request.user.oversees, ONLY_MINISTRY)
    forbid_unless(not found.closed_at, _("It is closed and stays as it is."))
    kept = restored_post(request) if request.method == "GET" else None
    form = FindingForm(request.POST or kept, pair=found.pair, texts=found.texts(), version=found.version)
    if request.method == "POST" and form.is_valid():
        saved = form.write(lambda values: found.edit(request.user, form.version, values))
        if saved:
            messages.success(request, _("Saved."))
            return redirect("desk_finding", pk)
    facts = {"form": form, "finding": found, "inspection": found.inspection, "kept": kept, "active": "inspections"}
    facts["token"] = new_token(request.user)
    return render(request, "oversight/inspections/finding_form.html", facts, status=409 if form.stored else 200)


@signed_in
@require_safe
def finding(request, pk):
    """One finding, with its answer and how it ended, and what this person may do."""
    return show(request, finding_at(request.user, pk))


def finding_at(user, pk):
    return get_object_or_404(Finding.objects.open_to(user).for_rows(), pk=pk)


def show(request, found, status=200, wrong=None, kept=None):
    may = open_steps(found, request.user)
    facts = {"finding": found, "may": may, "steps": offered(STEPS, may, wrong), "wrong": wrong, "kept": kept}
    facts["reads_inspection"] = request.user.oversees or found.inspection.state == "concluded"
    facts |= {"token": new_token(request.user), "active": "inspections"}
    return render(request, "oversight/inspections/finding.html", facts, status=status)


def open_steps(found, user):
    """The names of what `user` may do with the finding now."""
    if found.closed_at:
        return ["reopen"] if user.oversees else []
    steps = ["answer"] if acting_side(user, found.pair) == found.side else []
    if user.oversees:
        steps += ["edit"] if found.concerns(user) else ["edit", "close"]
    return steps


STEPS = {
    "answer": WordsStep(
        gettext_lazy("Answer"),
        gettext_lazy("Answer"),
        gettext_lazy("What has been done, or will be, and by when. No names of students."),
        gettext_lazy("Your answer is kept; the inspectors read it."),
        Finding.respond,
    ),
    "close": WordsStep(
        gettext_lazy("Close the finding"),
        gettext_lazy("Closing note"),
        gettext_lazy("Why it can be closed; both sides read it."),
        gettext_lazy("Closed, with your note."),
        Finding.close,
    ),
    "reopen": WordsStep(
        gettext_lazy("Open it again"),
        gettext_lazy("Reason"),
        gettext_lazy("It is kept; the side is asked to answer anew."),
        gettext_lazy("Opened again."),
        Finding.reopen,
    ),
}


@signed_in
def step(request, pk, name):
    """Answer, close or open again; what was typed stays when it is refused."""
    if name not in STEPS:
        raise Http404
    found, taken = finding_at(request.user, pk), STEPS[name]
    if request.method != "POST":
        kept = restored_post(request)
        return show(request, found, wrong=(name, taken.form(kept)) if kept else None, kept=kept)
    form = taken.form(request.POST)
    if form.take(lambda words: taken.verb(found, request.user, words, sent_version(request))):
        messages.success(request, taken.told)
        return redirect("desk_finding", pk)
    return show(request, finding_at(request.user, pk), 409 if form.overtaken else 200, wrong=(name, form))
