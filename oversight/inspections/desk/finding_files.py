"""The files of an answer on the desk: saved, taken away, erased."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import signed_in
from core.file_answers import saved_file
from core.forms import ReasonForm, submit
from oversight.inspections.models.finding_file import FindingFile
from oversight.inspections.workflow import finding_files as workflow

HINT = gettext_lazy("The file is erased for good; its name, its hash and this reason stay.")


def file_at(user, pk):
    found = FindingFile.objects.open_to(user).select_related("finding__inspection__pair__batch", "pair__batch")
    return get_object_or_404(found, pk=pk)


@signed_in
@require_safe
def finding_file(request, pk):
    """One file, to be saved and never shown in the browser; of an erased one there is nothing to fetch."""
    piece = file_at(request.user, pk)
    if not piece.file:
        raise Http404
    return saved_file(piece)


@signed_in
def remove(request, pk):
    """Take a file away while its finding is open; afterwards erase the bytes with a reason."""
    piece = file_at(request.user, pk)
    if why := workflow.why_kept(piece, request.user):
        raise PermissionDenied(why)
    form = ReasonForm(request.POST or None, hint=HINT) if piece.finding.closed_at else None
    if request.method == "POST" and taken_away(request, piece, form):
        done = _("“%(name)s” is erased; its name and the reason stay.") if form else _("“%(name)s” was removed.")
        messages.success(request, done % {"name": piece})
        return redirect("desk_finding", piece.finding_id)
    facts = {"piece": piece, "form": form, "owner": _("Finding"), "active": "inspections"}
    facts["back"] = reverse("desk_finding", args=[piece.finding_id])
    return render(request, "activities/activities/desk/evidence_remove.html", facts)


def taken_away(request, piece, form):
    """Whether it was; without a reason it is asked for again."""
    if form is None:
        workflow.remove(piece, request.user)
        return True
    return submit(request, form, lambda values: workflow.redact(piece, request.user, values["reason"]) or True)
