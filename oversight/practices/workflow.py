"""The workflow of good practice: a side proposes, the ministry edits and publishes, other pairs take it up.

See core.workflow for `by` and `version`. Refused says why a transition is not open; ValidationError names the fields.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import MINISTRY, ONLY_EDITORS, acting_side
from core.exceptions import Refused
from core.personal_data import given_reason
from core.tokens import create_once
from core.versioning import drop, keep, refuse_unless
from core.workflow import State, Transition, Workflow, transition
from oversight.roles import PairSituation, editor, own
from pairs.models import Side

from .models.practice import EDITED, Practice, PracticeState

PROPOSED = State(state=PracticeState.PROPOSED)
PUBLISHED = State(state=PracticeState.PUBLISHED)
WAITING = State(state__in=(PracticeState.PROPOSED, PracticeState.RETURNED))
STANDING = State(state__in=(PracticeState.PROPOSED, PracticeState.RETURNED, PracticeState.PUBLISHED))
WITHDRAWN = _("It has been withdrawn.")


def why_not_withdrawn(situation):
    if PUBLISHED.holds(situation.record):
        return Refused(NOT_TAKEN_BACK, "not_yours")
    return Refused(WITHDRAWN, "not_now")


NOT_TAKEN_BACK = _("Only the ministry takes back what is published.")
TRANSITIONS = {
    "rewrite": Transition(
        ((own, WAITING),),
        _("Only the side that proposed it can change it."),
        _("It is published or withdrawn: ask the ministry to change it."),
        code_not_now="locked",
    ),
    "edit": Transition(((editor, STANDING),), ONLY_EDITORS, WITHDRAWN, code_not_now="locked"),
    "publish": Transition(((editor, PROPOSED),), ONLY_EDITORS, _("Only what is proposed can be published.")),
    "return": Transition(((editor, PROPOSED),), ONLY_EDITORS, _("Only what is proposed can be returned.")),
    "withdraw": Transition(((own, WAITING), (editor, STANDING)), NOT_TAKEN_BACK, why_not_withdrawn),
}
WORKFLOW = Workflow(TRANSITIONS, PairSituation)


def propose(by, pair, token=None, activities=(), **values):
    """Propose for one's own side of `pair`; the same `token` again gives the proposal already made.

    `activities` are what it cites: public ones of one's own pairs. ValidationError by field.
    """

    def make():
        side = acting_side(by, pair)
        refuse_unless(side in Side.values, _("Only a coordinator of one side of the pair proposes."), "not_yours")
        practice = Practice(pair=pair, side=side, proposed_by=by, token=token or None)
        practice.take_raw(values, activities)
        return WORKFLOW.store(practice, "propose", by)

    return create_once(Practice, token, make, proposed_by=by)


@transition
def rewrite(practice, by, version, values, activities=None):
    """The proposing side changes its text and submits it again, as long as it is not published."""
    cited = {} if activities is None else {"activities": sorted(activities, key=lambda one: one.pk)}
    WORKFLOW.begin(practice, "rewrite", by, version, {**values, **cited})
    practice.state, practice.reason = PracticeState.PROPOSED, ""
    practice.take_raw(values, activities)
    return WORKFLOW.store(practice, "rewrite", by)


@transition
def withdraw(practice, by, reason, version=None):
    """The proposing side takes back what is not published; what is, the ministry takes off the public list."""
    WORKFLOW.begin(practice, "withdraw", by, version)
    practice.state, practice.reason = PracticeState.WITHDRAWN, given_reason(reason)
    return WORKFLOW.store(practice, "withdraw", by, practice.reason)


@transition
def edit(practice, by, version, values):
    """An editor writes the text for everybody, beside the raw one; what is published must stay whole."""
    WORKFLOW.begin(practice, "edit", by, version, values)
    practice.take(values, EDITED)
    practice.slug = practice.slug or None
    if PUBLISHED.holds(practice):
        refuse_half(practice)
    return WORKFLOW.store(practice, "edit", by)


@transition
def publish(practice, by, version=None):
    """Show the edited text to everybody; ValidationError with all that is missing in either language."""
    WORKFLOW.begin(practice, "publish", by, version)
    refuse_half(practice)
    practice.state, practice.published_at = PracticeState.PUBLISHED, practice.published_at or timezone.now()
    return WORKFLOW.store(practice, "publish", by)


def refuse_half(practice):
    if missing := practice.missing():
        raise ValidationError(missing)


@transition
def send_back(practice, by, reason, version=None):
    """Send a proposal back to the side that made it, with the reason."""
    WORKFLOW.begin(practice, "return", by, version)
    practice.state, practice.reason = PracticeState.RETURNED, given_reason(reason)
    return WORKFLOW.store(practice, "return", by, practice.reason)


@transaction.atomic
def adopt(practice, by, pair):
    """Another pair takes it up, openly; doing so twice is once. Returns the Adoption."""
    refuse_for(practice, by, pair)
    refuse_unless(practice.is_published, _("Only what is published can be adopted."))
    adoption = practice.adoptions.model(practice=practice, pair=pair, adopted_by=by)
    try:
        with transaction.atomic():
            keep(adoption, by)
    except IntegrityError:  # it has been taken up already, perhaps a moment ago
        return practice.adoptions.get(pair=pair)
    WORKFLOW.record(practice, "adopt", by, changes=[["adoptions", None, pair.address]])
    return adoption


@transaction.atomic
def abandon(practice, by, pair):
    """The pair takes its adoption back; the history keeps it."""
    refuse_for(practice, by, pair)
    for adoption in practice.adoptions.filter(pair=pair):
        drop([adoption], by)
        WORKFLOW.record(practice, "abandon", by, changes=[["adoptions", pair.address, None]])


def refuse_for(practice, by, pair):
    """Raise Refused unless `by` acts for one side of `pair`, which is not the pair whose practice it is."""
    refuse_unless(pair.pk != practice.pair_id, _("It is this pair's own practice."), "own")
    side = acting_side(by, pair)
    refuse_unless(side and side != MINISTRY, _("You do not act for either side of this pair."), "not_yours")
