"""The workflow of guidance notes: written, changed and withdrawn by one province; see core.workflow."""

from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.exceptions import Refused
from core.personal_data import given_reason
from core.tokens import create_once
from core.workflow import State, Transition, Workflow, transition
from pairs.models import Side

from .models import GuidanceNote

NOT_GUIDING = _("Guidance notes are written by the officers of a province with a side in this pair.")


def own_province(situation):
    return situation.record.is_of(situation.by)


CHANGE = Transition(
    ((own_province, State(withdrawn_at=None)),),
    _("Only the province that wrote this note changes it."),
    _("It was withdrawn and stays as it is."),
    code_not_now="locked",
)
WORKFLOW = Workflow({"edit": CHANGE, "withdraw": CHANGE})


def province_of(user, pair):
    """Return the province for which `user` guides `pair`, that of the recipient first; "" when there is none."""
    provinces = [getattr(pair, f"{side}_province") for side in Side.values] if pair.batch.published_at else []
    return next((province for province in provinces if province in user.provinces), "")


def write(by, pair, text, token=None):
    """Write a note for the province of `by`, of which both sides hear; the form sent again gives the note it made.

    Refused to others.
    """
    province = province_of(by, pair)
    if not province:
        raise Refused(NOT_GUIDING, "not_yours")

    def make():
        note = GuidanceNote(pair=pair, province=province, written_by=by, token=token, text=(text or "").strip())
        WORKFLOW.store(note, "write", by)
        return note

    return create_once(GuidanceNote, token, make, written_by=by)


@transition
def edit(note, by, version, values):
    """Say it otherwise; Conflict when a colleague did meanwhile. What it says already changes nothing."""
    WORKFLOW.begin(note, "edit", by)
    text = values.get("text", note.text).strip()
    if text == note.text:
        return note
    note.compare(version, values)
    note.text, note.changed_at = text, timezone.now()
    return WORKFLOW.store(note, "edit", by)


@transition
def withdraw(note, by, reason):
    """Take it back, with the reason; its text is no longer shown to the universities."""
    WORKFLOW.begin(note, "withdraw", by)
    note.withdrawn_at, note.withdrawn_by, note.withdrawn_reason = timezone.now(), by, given_reason(reason)
    return WORKFLOW.store(note, "withdraw", by, note.withdrawn_reason)


def earlier_texts(note):
    """Return what a note said before, or until it was withdrawn: (text, who wrote it, when), the latest first."""
    texts, text = [], note.text
    for change, before in pairwise(note.state_changes.select_related("by")):
        text = next((was for _name, was, _now in change.changes), text)
        texts.append((text, before.by, before.at))
    return texts
