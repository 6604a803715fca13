"""Undoing at the desk, a submission with a reason: what stands in the way is named, with the entry in which it lies."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities.activities import deleted_drafts, together
from activities.activities.models.activity import Activity
from activities.agreements.models import Agreement
from core.access import signed_in
from core.acts.undoing import Obstructed
from core.exceptions import Locked, Refused
from core.forms import ReasonForm, render_form, submit, typed
from core.models import Act

REASON_KEPT = gettext_lazy("Kept in the history of every record.")


def undo_form(request, act, undo):
    """Return the form that asks why, the obstacles with the keys of their entries, and whether `undo` is done."""
    form, obstacles = ReasonForm(typed(request), hint=REASON_KEPT), act.obstacles()

    def carried_out(_values):
        try:
            undo(form.cleaned_data["reason"])
        except Obstructed as refused:  # what came in between
            obstacles.extend(refused.obstacles)
            return False
        return True

    done = not obstacles and submit(request, form, carried_out)
    return form, [(each, entry_of(each)) for each in obstacles], done


def entry_of(obstacle):
    """The key of the entry in which an obstacle lies, or None."""
    model, key = obstacle.where or ("", None)
    return key if model == Activity._meta.label_lower else None


@signed_in
def undo_together(request, pk):
    """Make drafts again of entries that were submitted together."""
    act = get_object_or_404(Act, pk=pk, kind=together.KIND)
    entries = Activity.objects.open_to(request.user).filter(pk__in=together.keys_of(act)).for_rows()
    if not entries:
        raise Http404
    if act.undone_at:
        return redirect("desk_submit_several")
    try:
        together.refuse_undoing(act, request.user)
    except Refused as refusal:
        raise Locked(refusal.message, reverse("desk_activity", args=[entries[0].pk]), str(entries[0])) from refusal
    form, obstacles, done = undo_form(request, act, lambda reason: together.undo(act, request.user, reason))
    if done:
        messages.success(request, _("Undone: these entries are drafts again, which only your side sees."))
        return redirect("desk_submit_several")
    facts = {"act": act, "entries": entries, "obstacles": obstacles, "active": "desk"}
    return render_form(request, "activities/activities/desk/undo_together.html", form, **facts)


@signed_in
def undo_discarding(request, pk):
    """Make drafts again that were deleted, as they were."""
    act = get_object_or_404(Act.objects.select_related("by"), pk=pk, kind=deleted_drafts.KIND)
    if not deleted_drafts.may_see(act, request.user):
        raise Http404
    rows = deleted_drafts.rows_of(act)
    if act.undone_at:
        return to_drafts(rows)
    try:
        deleted_drafts.refuse_bringing_back(act, request.user)
    except Refused as refusal:
        raise Locked(refusal.message, reverse("desk"), act.subject) from refusal
    obstacles = act.obstacles()
    if request.method == "POST" and not obstacles:
        try:
            deleted_drafts.bring_back(act, request.user)
        except Obstructed as refused:  # what came in between
            obstacles = refused.obstacles
        else:
            said = ngettext("%(number)s draft is there again.", "%(number)s drafts are there again.", len(rows))
            messages.success(request, said % {"number": len(rows)})
            return to_drafts(rows)
    facts = {"act": act, "rows": rows, "until": deleted_drafts.until(act), "active": "desk"}
    facts["obstacles"] = [(each, entry_of(each)) for each in obstacles]
    status = 409 if request.method == "POST" else 200
    return render(request, "activities/activities/desk/undo_discarding.html", facts, status=status)


def deletion_told(act, said):
    """What was `said` of a deletion, with the way to take it back."""
    return format_html('{} <a href="{}">{}</a>', said, reverse("desk_discard_undo", args=[act.pk]), _("Undo"))


def to_drafts(rows):
    """Where the drafts of these rows are: the page of one, the list of several."""
    if len(rows) > 1:
        return redirect("desk_submit_several")
    if rows[0].model_class is Agreement:
        return redirect("desk_agreement", get_object_or_404(Agreement, pk=rows[0].object_pk).pair.address)
    return redirect("desk_activity", rows[0].object_pk)
