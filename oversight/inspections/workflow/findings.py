"""The workflow of a finding: recorded by the ministry, answered by the side it is about, closed by the ministry."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ONLY_MINISTRY
from core.exceptions import Refused
from core.personal_data import given_reason
from core.tokens import create_once
from core.workflow import State, Transition, Workflow, transition
from oversight.inspections.models.finding import CLOSED, Finding
from oversight.inspections.models.finding_file import FindingFile
from oversight.roles import PairSituation, overseer, own

from . import inspections


def closer(situation):
    """The ministry, but nobody the finding is about."""
    if situation.record.concerns(situation.by):
        raise Refused(_("A finding is not closed by the one it is about."), "own")
    return situation.by.oversees


UNCLOSED, LOCKED = State(closed_at=None), _("It is closed and cannot be changed.")
TRANSITIONS = {
    "answer": Transition(
        ((own, UNCLOSED),),
        _("Only the coordinators of the side it is about answer it."),
        LOCKED,
        code_not_now="locked",
    ),
    "edit": Transition(((overseer, UNCLOSED),), ONLY_MINISTRY, LOCKED, code_not_now="locked"),
    "close": Transition(((closer, UNCLOSED),), ONLY_MINISTRY, LOCKED, code_not_now="locked"),
    "reopen": Transition(((overseer, CLOSED),), ONLY_MINISTRY, _("It is not closed.")),
}
WORKFLOW = Workflow(TRANSITIONS, PairSituation)


def record(by, inspection, token=None, **values):
    """Record what was found in an open inspection; the side it concerns reads it at once and is asked to answer.

    The same `token` again gives the finding already made. ValidationError by field.
    """

    def make():
        inspections.WORKFLOW.begin(inspection, "record", by)  # nobody concludes it meanwhile
        finding = Finding(inspection=inspection, recorded_by=by, token=token or None)
        finding.take(values)
        return WORKFLOW.store(finding, "record", by)

    return create_once(Finding, token, make, recorded_by=by)


@transition
def edit(finding, by, version, values):
    """Change the words, the side, the person or the due day of a finding that is not closed."""
    WORKFLOW.begin(finding, "edit", by, version, values)
    finding.take(values)
    return WORKFLOW.store(finding, "edit", by)


@transition
def respond(finding, by, answer, version=None, files=()):
    """The side it is about says what was done, with `files` (Uploads) that show it; anew until it is closed."""
    WORKFLOW.begin(finding, "answer", by, version, {"answer": answer})
    if not answer.strip():
        raise ValidationError({"answer": _("Say what has been done, or will be.")})
    for upload in files:
        FindingFile.objects.attach(by, finding, upload)
    finding.answer, finding.answered_by, finding.answered_at = answer.strip(), by, timezone.now()
    return WORKFLOW.store(finding, "answer", by)


@transition
def close(finding, by, note, version=None):
    """The ministry finds it mended and says why; never somebody it is about."""
    WORKFLOW.begin(finding, "close", by, version)
    if not note.strip():
        raise ValidationError({"reason": _("Say why it is closed; both sides read it.")})
    finding.closing_note, finding.closed_by, finding.closed_at = note.strip(), by, timezone.now()
    return WORKFLOW.store(finding, "close", by)


@transition
def reopen(finding, by, reason, version=None):
    """Open a closed finding again, with the reason; the side is asked to answer anew."""
    WORKFLOW.begin(finding, "reopen", by, version)
    finding.closing_note, finding.closed_by, finding.closed_at = "", None, None
    finding.answer, finding.answered_by, finding.answered_at = "", None, None
    return WORKFLOW.store(finding, "reopen", by, given_reason(reason))
