"""Bulletins on the desk: computed, worded, looked over and published by editors; inspectors read along."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import editors_only, forbid_closed, ministry_only
from core.filters import page_of
from core.forms import objections, render_form, submit, typed
from core.numbers import sent_number
from core.tokens import new_token, sent_token
from oversight.bulletins.models.bulletin import Bulletin

from . import workflow
from .forms import BulletinForm, CorrectionNoteForm, NewBulletinForm, StatedForm
from .publish_checks import Readiness
from .workflow import WORKFLOW


@ministry_only
@require_safe
def bulletins(request):
    """The drafts and what is published, the newest day first."""
    page = page_of(Bulletin.objects.newest_first().with_notes().select_related("drafted_by"), request)
    return render(request, "oversight/bulletins/desk/bulletins.html", {"page": page, "active": "bulletins"})


@editors_only
def new(request):
    """Choose scope and day; the figures are computed at once."""
    form = NewBulletinForm(typed(request))
    if made := submit(request, form, lambda values: workflow.draft(request.user, token=sent_token(request), **values)):
        messages.success(request, _("Computed. Look at figures, wordings and the paragraph."))
        return redirect("desk_bulletin", made.pk)
    return answer(request, "oversight/bulletins/desk/bulletin_new.html", form)


@ministry_only
@require_safe
def bulletin(request, pk):
    """A draft with its checklist, as it would be published; or what is published, with its corrections."""
    return show(request, get_object_or_404(Bulletin, pk=pk))


def show(request, found, status=200, **more):
    facts = {"bulletin": found, "document": found.document, "active": "bulletins"}
    facts |= {"steps": WORKFLOW.open_to(found, request.user), "token": new_token(request.user)}
    facts |= {"note": CorrectionNoteForm(), "readiness": None if found.is_published else Readiness(found)}
    return render(request, "oversight/bulletins/desk/bulletin.html", facts | more, status=status)


@editors_only
def edit(request, pk):
    """The words, and per figure its wordings; an untrue one comes back with those that would be true."""
    found = bulletin_at(request.user, pk, "edit")
    form = BulletinForm(typed(request), bulletin=found)
    if submit(request, form, lambda *sent: workflow.edit(found, request.user, form.version, *sent)):
        messages.success(request, _("Saved."))
        return redirect("desk_bulletin", pk)
    return answer(request, "oversight/bulletins/desk/bulletin_form.html", form, bulletin=found)


@editors_only
def state(request, pk):
    """Add a figure that was stated elsewhere, with its source."""
    found = bulletin_at(request.user, pk, "state")
    form = StatedForm(typed(request), version=found.version)
    if submit(request, form, lambda values: workflow.state_figure(found, request.user, form.version, **values)):
        messages.success(request, _("Added."))
        return redirect("desk_bulletin", pk)
    return answer(request, "oversight/bulletins/desk/bulletin_stated.html", form, bulletin=found)


def bulletin_at(user, pk, name):
    """The bulletin with this key, or the 403 that says why this transition is not open."""
    found = get_object_or_404(Bulletin, pk=pk)
    forbid_closed(WORKFLOW, name, found, user)
    return found


def answer(request, template, form, **facts):
    return render_form(request, template, form, active="bulletins", **facts)


# What takes a step of a draft, and what is said when it is taken.
STEPS = {
    "compute": (workflow.compute, _("Recomputed.")),
    "propose": (workflow.propose_headline, _("A new paragraph is proposed.")),
    "publish": (workflow.publish, _("Published. Figures and text are frozen.")),
    "remove": (workflow.take_out, _("Removed.")),
    "discard": (workflow.discard, _("The draft is deleted.")),
}


@editors_only
@require_POST
def step(request, pk, name):
    """One step of a draft; refused with the reason, on its page."""
    found = get_object_or_404(Bulletin, pk=pk)
    if name not in STEPS:
        raise Http404
    wrong = objections(lambda: take(request, found, name))
    if wrong and name == "publish" and found.is_published:
        return redirect("desk_bulletin", pk)  # the second half of a double tap
    if wrong:
        return show(request, Bulletin.objects.get(pk=pk), status=wrong[0], problems=wrong[1])
    messages.success(request, STEPS[name][1])
    return redirect("desk_bulletins") if name == "discard" else redirect("desk_bulletin", pk)


def take(request, found, name):
    if name == "publish" and not found.is_published and Readiness(found).warnings and not request.POST.get("looked"):
        raise ValidationError(_("Tick that you have looked at the warnings, then publish."))
    which = {"figure": sent_number(request, "figure")} if name == "remove" else {}
    STEPS[name][0](found, request.user, version=sent_number(request, "version"), **which)


@editors_only
@require_POST
def correct(request, pk):
    """Add a dated note to what is published; sent twice, it is added once."""
    found = bulletin_at(request.user, pk, "correct")
    form = CorrectionNoteForm(request.POST)
    if submit(request, form, lambda values: workflow.correct(found, request.user, **values, token=sent_token(request))):
        messages.success(request, _("The correction is now shown above the bulletin."))
        return redirect("desk_bulletin", pk)
    return show(request, found, note=form)
