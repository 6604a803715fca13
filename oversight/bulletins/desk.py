"""Bulletins on the desk: computed, worded, looked over and published by editors; inspectors read along."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import editors_only, forbid_unless, ministry_only
from core.filters import page_of
from core.forms import objections, render_form, submit
from core.numbers import sent_number
from core.tokens import new_token, restored_post, sent_token
from oversight.bulletins.models.bulletin import Bulletin

from .forms import BulletinForm, CorrectionNoteForm, NewBulletinForm, StatedForm
from .publish_checks import Readiness


@ministry_only
@require_safe
def bulletins(request):
    """The drafts and what is published, the newest day first."""
    page = page_of(Bulletin.objects.newest_first().with_notes(), request)
    return render(request, "oversight/bulletins/desk/bulletins.html", {"page": page, "active": "bulletins"})


@editors_only
def new(request):
    """Choose scope and day; the figures are computed at once."""
    form = NewBulletinForm(request.POST or restored_post(request))
    draft = Bulletin.objects.draft
    if made := submit(request, form, lambda values: draft(request.user, token=sent_token(request), **values)):
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
    facts |= {"writes": request.user.is_editor, "token": new_token(request.user), "note": CorrectionNoteForm()}
    facts["readiness"] = None if found.is_published else Readiness(found)
    return render(request, "oversight/bulletins/desk/bulletin.html", facts | more, status=status)


@editors_only
def edit(request, pk):
    """The words, and per figure its wordings; an untrue one comes back with those that would be true."""
    found = open_draft(pk)
    form = BulletinForm(request.POST or restored_post(request), bulletin=found)
    if submit(request, form, lambda words, figures: found.edit(request.user, form.version, words, figures)):
        messages.success(request, _("Saved."))
        return redirect("desk_bulletin", pk)
    return answer(request, "oversight/bulletins/desk/bulletin_form.html", form, bulletin=found)


@editors_only
def state(request, pk):
    """Add a figure that was stated elsewhere, with its source."""
    found = open_draft(pk)
    form = StatedForm(request.POST or restored_post(request), version=found.version)
    if submit(request, form, lambda values: found.state_figure(request.user, form.version, **values)):
        messages.success(request, _("Added."))
        return redirect("desk_bulletin", pk)
    return answer(request, "oversight/bulletins/desk/bulletin_stated.html", form, bulletin=found)


def open_draft(pk):
    """The draft with this key; what is published is locked."""
    found = get_object_or_404(Bulletin, pk=pk)
    forbid_unless(not found.is_published, _("It is published and stays as it is: add a correction instead."))
    return found


def answer(request, template, form, **facts):
    return render_form(request, template, form, active="bulletins", **facts)


TOLD = {
    "compute": _("Computed anew."),
    "propose": _("The paragraph is proposed anew."),
    "publish": _("Published. Figures and text are frozen."),
    "remove": _("Taken away."),
    "discard": _("The draft is deleted."),
}


@editors_only
@require_POST
def step(request, pk, name):
    """One step of a draft; refused with the reason, on its page."""
    found = get_object_or_404(Bulletin, pk=pk)
    if name not in STEPS:
        raise Http404
    wrong = objections(lambda: STEPS[name](request, found, sent_number(request, "version")))
    if wrong and name == "publish" and found.is_published:
        return redirect("desk_bulletin", pk)  # the second half of a double tap
    if wrong:
        return show(request, Bulletin.objects.get(pk=pk), status=wrong[0], problems=wrong[1])
    messages.success(request, TOLD[name])
    return redirect("desk_bulletins") if name == "discard" else redirect("desk_bulletin", pk)


def publish(request, found, version):
    if not found.is_published and Readiness(found).warnings and not request.POST.get("looked"):
        raise ValidationError(_("Tick that you have looked at the warnings, then publish."))
    found.publish(request.user, version)


STEPS = {
    "compute": lambda request, found, version: found.compute(request.user, version),
    "propose": lambda request, found, version: found.propose_headline(request.user, version),
    "publish": publish,
    "remove": lambda request, found, version: found.take_out(request.user, sent_number(request, "figure"), version),
    "discard": lambda request, found, version: found.discard(request.user, version),
}


@editors_only
@require_POST
def correct(request, pk):
    """Add a dated note to what is published; sent twice, it is added once."""
    found = get_object_or_404(Bulletin, pk=pk)
    forbid_unless(found.is_published, _("It is a draft: change it instead."))
    form = CorrectionNoteForm(request.POST)
    if submit(request, form, lambda values: found.correct(request.user, **values, token=sent_token(request))):
        messages.success(request, _("The correction stands above the bulletin now."))
        return redirect("desk_bulletin", pk)
    return show(request, found, note=form)
