"""Too late: the entry was closed or deleted while somebody was still writing. What they typed stays on the page."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from activities.activities.forms import CorrectionForm, LoggingForm
from activities.activities.models.states import Status
from activities.activities.workflow import open_transitions
from core.forms import render_form
from core.tokens import new_token

from .closed_entries import closing, deletion, why_not


def answer_closed(request, entry):
    """What was typed into an entry that is closed by now, with what can still be made of it."""
    if "correct" in open_transitions(entry, request.user):
        return as_correction(request, entry)
    said = closing(entry) if entry.status != Status.CONFIRMED else why_not(entry, request.user, "correct")
    if entry.merged_into_id:
        return to_copy(request, entry, [said, _("Propose a correction of the entry into which it was merged.")])
    if entry.status == Status.CONFIRMED:
        return to_copy(request, entry, [said, _("Copy your text, and propose it once that is decided.")])
    again = _("It stays as it is. If there is something to report, save your text as a new draft.")
    return as_new_draft(request, entry, [said, again], activity=entry)


def answer_deleted(request, record):
    """What was typed into a draft that a colleague has deleted; `record` is its last stored state."""
    return as_new_draft(request, record, [deletion(record), _("You can save your text as a new draft.")])


def as_correction(request, entry):
    form = CorrectionForm(request.POST, **facts_of(entry), activity=entry, version=entry.version)
    form.version = entry.version
    action = reverse("desk_activity_correct", args=[entry.pk])
    said = [closing(entry), _("You can propose your text as a correction; the other side decides.")]
    return answer(request, form, entry, said, action=action, activity=entry)


def as_new_draft(request, entry, said, activity=None):
    """The form of a new entry of the same kind, filled in."""
    facts = facts_of(entry)
    form = LoggingForm(request.POST, request.FILES, **facts, version=1)
    form.version = 1
    query = {"pair": entry.pair.address, "kind": entry.kind.code, "stage": facts["stage"]}
    action = f"{reverse('desk_activity_new')}?{urlencode(query)}"
    return answer(request, form, entry, said, action=action, closed=activity)


def to_copy(request, entry, said):
    """What was typed, with nothing to press."""
    return answer(request, CorrectionForm(request.POST, **facts_of(entry), activity=entry), entry, said, closed=entry)


def facts_of(entry):
    stage = "planned" if entry.stage == "cancelled" else entry.stage
    return {"kind": entry.kind, "stage": stage, "pair": entry.pair}


def answer(request, form, entry, said, **more):
    """The page with everything that was typed; 409, since nothing of it is saved."""
    for message in said:
        form.add_error(None, message)
    page = "activities/activities/desk/activity_form.html"
    facts = {"pair": entry.pair, "token": new_token(request.user), "overtaken": True} | more
    return render_form(request, page, form, status=409, **facts)
