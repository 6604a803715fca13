"""The pages of a sheet: hand it in, look at it and correct it, submit it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from activities.activities.desk.undo_views import undo_form
from activities.activities.models.activity import Activity
from activities.activities.together import keys_of
from core.access import signed_in
from core.exceptions import Locked, Refused
from core.forms import render_form, typed
from core.questions import ANSWERED, remarks_of
from core.tokens import new_token, sent_token
from opendata import FORMS, named

from . import workflow
from .column_form import SheetColumnsForm
from .forms import Corrections, SheetForm
from .models import Sheet
from .template import marked, template
from .university_scope import Scope, scope_of, universities_of

MOST_SHOWN = 200  # rows on the check page; more of them only in numbers


@signed_in
def sheets(request):
    """Take a sheet, pasted or uploaded; below, those that were handed in lately."""
    scope = scope_of(request.user, request.GET.get("university", ""))
    if scope is None:
        facts = {"universities": universities_of(request.user)}
        return render(request, "activities/sheets/choose_university.html", facts)
    form = SheetForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        token = form.write(lambda _values: sent_token(request))
        sheet = token and form.take(scope, token)
        if sheet:
            return redirect("desk_sheet_columns" if workflow.lacks_columns(sheet, scope) else "desk_sheet", sheet.pk)
    mine = Sheet.objects.open_to(request.user).filter(university=scope.university, discarded_at=None)
    facts = {"scope": scope, "sheets": mine.select_related("act")[:10], "active": "desk"}
    return render_form(request, "activities/sheets/sheet_form.html", form, **facts)


@signed_in
@require_safe
def template_file(request):
    """The template made for the university."""
    scope = scope_of(request.user, request.GET.get("university", ""))
    if scope is None:
        return redirect("desk_sheets")
    return workbook(template(scope), f"activities-{scope.university.code}.xlsx")


def workbook(content, name):
    disposition = content_disposition_header(True, named(name))
    return HttpResponse(content, content_type=FORMS["xlsx"], headers={"Content-Disposition": disposition})


@signed_in
def columns(request, pk):
    """Say what the columns of a table of one's own mean; it is remembered for the university."""
    found = get_object_or_404(Sheet.objects.of(request.user).select_related("university"), pk=pk)
    if not found.is_waiting:
        return redirect(found)
    scope = Scope(request.user, found.university)
    form = SheetColumnsForm(request.POST or None, sheet=found, scope=scope)
    if request.method == "POST" and form.is_valid():
        workflow.choose(found, form.columns(), form.constants(), form.cleaned_data["titled"], request.user)
        return redirect(found)
    facts = {"sheet": found, "lacking": workflow.lacks_columns(found, scope), "active": "desk"}
    return render_form(request, "activities/sheets/sheet_columns.html", form, **facts)


@signed_in
@require_safe
def marked_file(request, pk):
    """The owner's table, each wrong cell marked and commented."""
    found = get_object_or_404(Sheet.objects.of(request.user).waiting(), pk=pk)
    return workbook(marked(workflow.checked(found, request.user)), f"activities-{found.pk}-marked.xlsx")


def sheet_open_to(request, pk):
    return get_object_or_404(Sheet.objects.open_to(request.user).select_related("university", "act"), pk=pk)


@signed_in
def sheet(request, pk):
    """One sheet: what is wrong, to be corrected here; else what would be submitted, to be checked and submitted."""
    found = sheet_open_to(request, pk)
    if found.applied_at:
        return entered(request, found)
    if "discard" in request.POST:
        found.discard()
        messages.success(request, _("The table is discarded; nothing was entered."))
        return redirect("desk_sheets")
    corrections = Corrections(found, request.POST)
    changed = corrections.take()
    if "without_repeats" in request.POST:
        workflow.correct(found, {}, workflow.checked(found, request.user).repeats)
    if not changed and {"submit", "draft"} & request.POST.keys():
        refusal = tried(request, found)
        if not refusal:
            return redirect(found)
    elif changed and "submit" in request.POST:
        messages.info(request, _("Your corrections have been applied. Check the table once more, then submit it."))
    return check_page(request, found, corrections)


def tried(request, found):
    """Submit the sheet, or keep it as drafts; what stands in the way, empty when it is done."""
    try:
        workflow.enter(found, request.user, answers_in(request.POST), "submit" in request.POST)
    except Refused as refusal:
        messages.warning(request, refusal.message)
        return refusal.message
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return error
    messages.success(request, said_of(found.entries, "submit" in request.POST))
    return ""


def answers_in(data):
    """{digest: line of text, empty where only the tick answers} of the questions that a form answers."""
    return dict.fromkeys(data.getlist(ANSWERED), "") | remarks_of(data)


def said_of(count, submitted):
    done = (
        ngettext("%(count)s activity is submitted.", "%(count)s activities are submitted.", count)
        if submitted
        else ngettext("%(count)s draft is saved.", "%(count)s drafts are saved.", count)
    )
    return done % {"count": count}


def check_page(request, found, corrections):
    checked = workflow.checked(found, request.user)
    answered = answers_in(request.POST)
    asked = [(question, rows, question.digest in answered) for question, rows in checked.questions]
    facts = {"sheet": found, "checked": checked, "corrections": corrections.show(checked), "asked": asked}
    facts |= {"shown": checked.rows[:MOST_SHOWN], "more": len(checked.rows[MOST_SHOWN:])}
    facts |= {"several": len(checked.partners) > 1, "token": new_token(request.user), "active": "desk"}
    facts["unread"] = found.unread_titles
    facts["unticked"] = [one for one in asked if "submit" in request.POST and not one[2]]
    return render(request, "activities/sheets/sheet.html", facts)


def entered(request, found):
    """What became of a sheet that was submitted: its entries, each with a place for evidence."""
    entries = Activity.objects.open_to(request.user).filter(pk__in=keys_of(found.act)).for_rows()
    facts = {"sheet": found, "entries": entries, "active": "desk"}
    return render(request, "activities/sheets/sheet_entered.html", facts)


@signed_in
def undo(request, pk):
    """Say what undoing means and what stands in the way; with a reason, take all entries back."""
    found = sheet_open_to(request, pk)
    if not found.applied_at:
        return redirect(found if found.owner_id == request.user.pk else "desk_sheets")
    try:
        workflow.refuse_undoing(found, request.user)
    except Refused as refusal:
        raise Locked(refusal.message, found.get_absolute_url(), str(found)) from refusal
    form, obstacles, done = undo_form(request, found.act, lambda reason: workflow.undo(found, request.user, reason))
    if done:
        messages.success(request, _("Undone: its entries are gone, and the table waits to be submitted again."))
        return redirect("desk_sheets")
    facts = {"sheet": found, "obstacles": obstacles, "active": "desk"}
    return render_form(request, "activities/sheets/sheet_undo.html", form, **facts)
