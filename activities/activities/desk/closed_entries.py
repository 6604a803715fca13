"""Too late: how an entry was closed, why a step is not open, and a page on which what was typed stays."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.permissions import acting_side
from activities.activities.forms import CorrectionForm, LoggingForm
from activities.activities.models import states
from activities.activities.models.activity import Activity
from activities.activities.models.states import Stage, Status
from activities.activities.workflow import WORKFLOW, open_transitions
from core.exceptions import Locked, Refused
from core.forms import render_form
from core.tokens import new_token

# The transitions after which an entry is closed.
CLOSING = ("confirm", "withdraw", "accept-withdrawal", "cancel", "merge", "source")


def closing(entry):
    """How the entry came to be closed: by whom, when and why; empty while it is open."""
    if states.EDITABLE.holds(entry):
        return ""
    record = entry.state_changes.filter(transition__in=CLOSING).select_related("by").first()
    if record is None:
        return ""
    words = {"who": record.by or _("the portal"), "when": moment(record.at)}
    if entry.merged_into_id:
        return _("%(who)s merged it into another entry on %(when)s.") % words
    if entry.status == Status.WITHDRAWN:
        return _("%(who)s withdrew it on %(when)s. Reason: %(reason)s") % (words | {"reason": entry.reason})
    if entry.stage == Stage.CANCELLED:
        return _("%(who)s cancelled it on %(when)s. Reason: %(reason)s") % (words | {"reason": entry.reason})
    return _("%(who)s confirmed it on %(when)s; it is locked.") % words


def moment(when):
    return date_format(localtime(when), "DATETIME_FORMAT")


def why_not(entry, user, step):
    """Why the table of transitions does not open this one to `user` now; empty when it does."""
    try:
        WORKFLOW.refuse(entry, step, user)
    except Refused as refusal:
        return refusal_words(entry, refusal)
    return ""


def refusal_words(entry, refusal):
    """Why it was refused; where the entry was closed meanwhile, by whom and when as well."""
    closed = closing(entry) if refusal.code in ("not_now", "locked", "merged", "refused") else ""
    return f"{refusal.message} {closed}".strip()


def refuse(entry, user, message, typed=()):
    """Raise what answers a refused step: who acts for neither side lacks the right; to others the entry is locked."""
    if acting_side(user, entry.pair) is None:
        raise PermissionDenied(message)
    raise Locked(message, reverse("desk_activity", args=[entry.pk]), str(entry), typed)


def typed_in(form):
    """What stands in the fields of a form, as (label, text), for a page that cannot show the form any more."""
    if form is None:
        return []
    shown = [(field.label, field.value()) for field in form if not field.is_hidden and field.name in form.data]
    return [(label, str(text)) for label, text in shown if text]


def discarded(user, pk):
    """The last state of a draft of one's own side that was deleted, or None."""
    records = Activity.history.select_related("history_user", "pair__batch", "kind").order_by("-history_id")
    last = records.filter(id=pk).first()
    if last is None or last.history_type != "-" or not user.is_authenticated:
        return None
    return last if acting_side(user, last.pair) == last.side else None


def deletion(record):
    """By whom and when a draft was deleted."""
    words = {"who": record.history_user or _("the portal"), "when": moment(record.history_date)}
    return _("%(who)s deleted this draft on %(when)s.") % words


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
