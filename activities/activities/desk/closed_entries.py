"""What to say to whoever comes too late: how an entry was closed, and why a step is not open."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.permissions import acting_side
from activities.activities.models import states
from activities.activities.models.activity import Activity
from activities.activities.models.states import Stage, Status
from activities.activities.workflow import WORKFLOW
from core.exceptions import Elsewhere, Locked, Refused

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


def lead_away(user, pk):
    """Lead whoever looks for a deleted draft of their own side back to the desk, with what became of it."""
    if record := discarded(user, pk):
        raise Elsewhere(deletion(record), reverse("desk"))
