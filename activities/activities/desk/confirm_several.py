"""Several entries of the partner on one page, each with its figures, and one button that confirms those ticked."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import forbid_unless, may_log
from activities.activities import workflow
from activities.activities.duplicates import flags
from activities.activities.models.activity import Activity
from activities.inbox import turns_of
from core.access import signed_in
from core.exceptions import Conflict, Refused
from core.numbers import whole_number

from .transition_views import just_taken_by

AT_ONCE = 20  # as many as stand on a page of the list


@signed_in
def confirm_several(request):
    """The entries that were chosen, or all that wait, to be looked at and confirmed together."""
    forbid_unless(may_log(request.user), _("Entries are confirmed by the coordinators of a pair."))
    if request.method == "POST" and request.POST.getlist("entry"):
        return confirmed(request)
    waiting, keys = turns_of(request.user)["to_confirm"], numbers(request.GET.getlist("entry"))
    entries = list((waiting.filter(pk__in=keys) if keys else waiting)[:AT_ONCE])
    rows = [(entry, flags(entry)) for entry in entries]
    facts = {"rows": rows, "doubted": any(doubts for _entry, doubts in rows), "nothing": request.method == "POST"}
    facts |= {"left": waiting.count() - len(rows), "chosen": keys, "active": "desk"}
    return render(request, "activities/activities/desk/confirm_several.html", facts)


def numbers(texts):
    """Those of `texts` that are keys of rows."""
    return [key for key in map(whole_number, texts) if key is not None]


def confirmed(request):
    """Confirm what is ticked, one by one; what cannot be confirmed any more is told by name, and the others go on."""
    done, left = 0, []
    for entry in (
        Activity.objects.open_to(request.user)
        .with_figures()
        .filter(pk__in=numbers(request.POST.getlist("entry"))[:AT_ONCE])
    ):
        reason = why_left(request, entry)
        done += not reason
        left += [(entry, reason)] if reason else []
    if done:
        said = ngettext("%(number)s entry is confirmed. It is public now and counts.",
                        "%(number)s entries are confirmed. They are public now and count.", done)  # fmt: skip
        messages.success(request, said % {"number": done})
    for entry, reason in left:
        messages.warning(request, _("“%(name)s” is not confirmed: %(reason)s") % {"name": entry, "reason": reason})
    return redirect("desk_waiting", "to_confirm") if turns_of(request.user)["to_confirm"].exists() else redirect("desk")


def why_left(request, entry):
    """Confirm one entry as its reader has seen it; why it was not, or nothing."""
    seen = whole_number(request.POST.get(f"version-{entry.pk}"))
    try:
        workflow.confirm(entry, request.user, -1 if seen is None else seen)
    except Refused as refusal:
        if just_taken_by(entry, request.user, "confirm"):
            return ""  # by the first half of a double tap
        overtaken = isinstance(refusal, Conflict)
        return _("somebody changed it meanwhile; look at it again.") if overtaken else refusal.message
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
