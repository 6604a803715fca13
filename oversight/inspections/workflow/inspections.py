"""The workflow of an inspection: filled in and concluded, or called off. Refused to all but the ministry."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ONLY_MINISTRY
from core.exceptions import Refused
from core.personal_data import given_reason
from core.versioning import keep
from core.workflow import State, Transition, Workflow, transition
from oversight.inspections.models.inspection import Answer, Inspection, InspectionState
from oversight.roles import overseer


def without_findings(situation):
    if situation.record.findings.exists():
        raise Refused(_("It has findings: conclude it instead."), "found")


OPEN = ((overseer, State(state=InspectionState.OPEN)),)
CONCLUDED = ((overseer, State(state=InspectionState.CONCLUDED)),)
LOCKED = _("It was concluded or called off and stays as it is.")
FILL = Transition(OPEN, ONLY_MINISTRY, LOCKED, code_not_now="locked")
TRANSITIONS = {
    "fill": FILL,
    "conclude": FILL,
    "record": Transition(
        OPEN, ONLY_MINISTRY, _("It was concluded or called off: open it again first."), code_not_now="locked"
    ),
    "call-off": Transition(OPEN, ONLY_MINISTRY, LOCKED, without_findings, code_not_now="locked"),
    "reopen": Transition(CONCLUDED, ONLY_MINISTRY, _("Only what was concluded can be opened again.")),
}
WORKFLOW = Workflow(TRANSITIONS)


def begin(opened, by, pair, draw=None):
    """Open the inspection of `pair` in a round with a copy of the questions as they stand today."""
    inspection = WORKFLOW.store(Inspection(round=opened, pair=pair, draw=draw, chosen_by=by), "begin", by)
    for item in opened.checklist.items.all():
        words = {"position": item.position, "question": item.question, "question_en": item.question_en}
        keep(Answer(inspection=inspection, **words), by)
    return inspection


@transition
def fill(inspection, by, version, values):
    """Save day, conclusion and answers (`verdict-7`, `note-7`) of an open inspection; unfinished is welcome."""
    WORKFLOW.begin(inspection, "fill", by, version, values)
    inspection.take(values)
    return WORKFLOW.store(inspection, "fill", by)


@transition
def conclude(inspection, by, version=None):
    """End it: from now on both sides and their provinces read it. ValidationError with all that is missing."""
    WORKFLOW.begin(inspection, "conclude", by, version)
    if missing := inspection.missing():
        raise ValidationError(missing)
    inspection.state, inspection.concluded_by, inspection.concluded_at = InspectionState.CONCLUDED, by, timezone.now()
    return WORKFLOW.store(inspection, "conclude", by)


@transition
def reopen(inspection, by, reason, version=None):
    """Open a concluded inspection again, with the reason; until it is concluded anew only the ministry reads it."""
    WORKFLOW.begin(inspection, "reopen", by, version)
    inspection.state, inspection.concluded_by, inspection.concluded_at = InspectionState.OPEN, None, None
    inspection.reason = given_reason(reason)
    return WORKFLOW.store(inspection, "reopen", by, inspection.reason)


@transition
def call_off(inspection, by, reason, version=None):
    """Leave the pair out after all; the line stays, with the reason. Refused once there are findings."""
    WORKFLOW.begin(inspection, "call-off", by, version)
    inspection.state, inspection.reason = InspectionState.CALLED_OFF, given_reason(reason)
    return WORKFLOW.store(inspection, "call-off", by, inspection.reason)
