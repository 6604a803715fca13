"""Employment snapshots: what one's university reports, group by group, as of a day."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import forbid_unless, workers_only
from activities.activities.status_texts import sentences
from activities.employment.forms import NewSnapshotForm, SnapshotForm
from core.access import signed_in
from core.exceptions import Locked, Refused
from core.filters import page_of
from core.forms import render_form, submit, typed
from core.templatetags.formatting import figure
from pairs.models import University

from . import workflow
from .models import SMALLEST_PUBLISHED, EmploymentSnapshot
from .workflow import NOT_YOURS, WORKFLOW


@workers_only
@require_safe
def snapshots(request):
    """What this person may read before release, the latest day first."""
    page = page_of(EmploymentSnapshot.objects.inside(request.user).for_rows().with_answers(), request)
    for snapshot in page:
        snapshot.steps = WORKFLOW.open_to(snapshot, request.user)
    facts = {"page": page, "reports": bool(request.user.universities), "active": "employment"}
    return render(request, "activities/employment/snapshots.html", facts)


@workers_only
def report(request):
    """Report one group as of a day; the same form again finds it reported and says so."""
    forbid_unless(request.user.universities, _("Only the coordinators of this university report its figures."))
    universities = University.objects.filter(pk__in=request.user.universities)
    form = NewSnapshotForm(typed(request), universities=universities)
    if made := submit(request, form, lambda values: workflow.report(request.user, **values)):
        return done(request, made)
    return answer(request, form)


@signed_in
def revise(request, pk):
    """Other numbers for the same day and group."""
    found = get_object_or_404(EmploymentSnapshot.objects.inside(request.user).for_rows(), pk=pk)
    forbid_unless("revise" in WORKFLOW.open_to(found, request.user), NOT_YOURS)
    form = SnapshotForm(typed(request), snapshot=found)
    if saved := submit(request, form, lambda values: workflow.revise(found, request.user, form.version, **values)):
        return done(request, saved)
    return answer(request, form, snapshot=found)


@signed_in
@require_POST
def release(request, pk):
    """Let everybody see it."""
    found = get_object_or_404(EmploymentSnapshot.objects.inside(request.user), pk=pk)
    try:
        workflow.release(found, request.user)
    except Refused as refusal:
        if refusal.code == "not_yours":
            raise PermissionDenied(refusal.message) from refusal
        raise Locked(refusal.message, reverse("desk_snapshot", args=[pk]), str(found)) from refusal
    messages.success(request, _("Released: everybody can see it now."))
    return redirect("desk_snapshots")


def answer(request, form, **more):
    return render_form(request, "activities/employment/snapshot_form.html", form, active="employment", **more)


def done(request, snapshot):
    numbers = {"employed": figure(snapshot.employed), "graduates": figure(snapshot.graduates)}
    words = numbers | {"rate": snapshot.rate}
    kept = _("Kept: %(employed)s of %(graduates)s, that is %(rate)s %%.") % words
    messages.success(request, sentences(kept, *seen_words(snapshot)))
    return redirect("desk_snapshots")


def seen_words(snapshot):
    """Who sees what was kept, and who may show it to everybody."""
    if not snapshot.released_at:
        yield _("Only the university, its province and the ministry see it.")
        if snapshot.graduates >= SMALLEST_PUBLISHED:
            yield _("%(own)s may make it public.") % {"own": snapshot.university.local_name}
