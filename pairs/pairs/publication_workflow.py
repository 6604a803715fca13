"""How a batch becomes public where its action asks for a second editor; without that rule an editor publishes alone.

`by` is the person who acts; see core.workflow. What stands in the way of publishing is refused by `Batch.publish`.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal_data import given_reason
from core.versioning import refuse_unless
from core.workflow import Transition, Workflow, transition

from .models.publication_request import ASKED, OPEN, PublicationRequest, RequestState

ANOTHER = _("You asked for it yourself: another editor publishes it or returns it.")
DECIDED = _("This request has been decided already.")


def another_editor(situation):
    return situation.by.is_editor and situation.by.pk != situation.record.asked_by_id


def who_asked(situation):
    return situation.by.is_editor and situation.by.pk == situation.record.asked_by_id


DECIDE = Transition(((another_editor, OPEN),), ANOTHER, DECIDED)
TAKE_BACK = Transition(((who_asked, OPEN),), _("Only the editor who asked takes it back."), DECIDED)
WORKFLOW = Workflow({"publish": DECIDE, "return": DECIDE, "take-back": TAKE_BACK})


def ask(batch, by, note=""):
    """Ask for the publication of a batch; the second half of a double tap gives the request already made.

    ValidationError saying all that stands in the way of publishing it.
    """
    refuse_unless(by.is_editor, _("Only editors of the ministry do this."), "not_yours")
    with transaction.atomic():
        batch.lock()
        refuse_unless(batch.action.second_editor, _("This action asks for no second editor: publish it yourself."))
        refuse_unless(not batch.published_at, _("The batch is public already."))
        if there := batch.publication_requests.open().first():
            refuse_unless(there.asked_by_id == by.pk, ASKED)
            return there
        if faults := batch.publication_faults():
            raise ValidationError(faults)
        return WORKFLOW.store(PublicationRequest(batch=batch, asked_by=by, note=note.strip()), "ask", by)


def publish(batch, by):
    """Publish a batch: as asked for by another editor, or alone where the action asks for no second one."""
    if asked := batch.publication_requests.open().first():
        return publish_asked(asked, by).batch
    batch.publish(by)
    return batch


@transition
def publish_asked(request, by):
    """The second editor publishes the batch."""
    WORKFLOW.begin(request, "publish", by)
    request.batch.publish(by)
    decide(request, RequestState.PUBLISHED, by)
    return WORKFLOW.store(request, "publish", by)


@transition
def send_back(request, by, reason):
    """The second editor returns it with a reason; who asked reads it on the first page."""
    WORKFLOW.begin(request, "return", by)
    request.reason = given_reason(reason)
    decide(request, RequestState.RETURNED, by)
    return WORKFLOW.store(request, "return", by, request.reason)


@transition
def take_back(request, by):
    """Who asked takes the request back."""
    WORKFLOW.begin(request, "take-back", by)
    decide(request, RequestState.TAKEN_BACK, by)
    return WORKFLOW.store(request, "take-back", by)


def decide(request, state, by):
    request.state, request.decided_by, request.decided_at = state, by, timezone.now()
