"""Undoing an act at the desk, with a reason: what stands in the way is named, with the entry in which it lies."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.activities import together
from activities.activities.models.activity import Activity
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
