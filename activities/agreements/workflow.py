"""The workflow of agreements: one side drafts, both accept, and an amendment is a draft of the next edition.

As in core.workflow, `by` is the person who acts, and `version` the version that person has seen, None when it does not
matter. Refused says why a transition is not open; ValidationError names what is at fault; Conflict holds both texts.
"""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import MINISTRY, acting_side
from activities.activities import deleted_drafts
from activities.nudges import NOTHING_WAITS, NUDGE, refuse_nudge
from core.exceptions import Refused
from core.personal_data import given_reason
from core.questions import Everything, answering
from core.workflow import Situation, Transition, Workflow, transition
from pairs.models import Milestone, Pair, Side

from .models import DRAFT, IN_FORCE, TO_ACCEPT, Acceptance, Agreement

SOURCE = "本站登记的帮扶协议 / the agreement recorded in this portal"


class AgreementSituation(Situation):
    """An edition as one person finds it: for which side they act, and for which they may accept."""

    def __init__(self, agreement, by):
        super().__init__(agreement, by)
        self.side = acting_side(by, agreement.pair)
        self.is_own = self.side == agreement.side

    def refuse_closed(self):
        refuse_outsiders(self.side)

    @cached_property
    def accepted(self):
        return {row.side: row for row in self.record.acceptances.all()}

    @property
    def is_refused_to_ministry(self):
        """The ministry accepts for a silent side, never for both, and never what it drafted."""
        on_behalf = any(row.on_behalf for row in self.accepted.values())
        return self.side == MINISTRY and (self.is_own or on_behalf)

    @property
    def lacking(self):
        """The sides that have not accepted it, and for which this person may."""
        if self.is_refused_to_ministry:
            return []
        return [side for side in Side if side not in self.accepted and self.side in (side, MINISTRY)]


def refuse_outsiders(side):
    if side is None:
        raise Refused(_("You do not act for either side of this pair."), "not_yours")


def either(situation):
    return situation.side is not None


def only_its_own_side(situation):
    if not situation.is_own:
        raise Refused(_("Only the side that drafted it can change it."), "not_yours")
    refuse_ended(situation.record.pair)


def only_the_other_side(situation):
    if situation.is_own:
        raise Refused(_("Your own side drafted it; change it instead."), "own_side")


def only_its_own_side_before_it_is_accepted(situation):
    if not situation.is_own or situation.accepted:
        raise Refused(_("Only the side that drafted it can drop it, before anybody has accepted it."), "not_yours")


def not_accepted_for_this_side(situation):
    if situation.is_refused_to_ministry:
        raise Refused(_("The ministry accepts for one side at most, and never what it drafted."), "own_side")
    if not situation.lacking:
        raise Refused(NOT_WAITING)
    refuse_ended(situation.record.pair)


def no_draft_waits(situation):
    refuse_ended(situation.record.pair)
    refuse_second_draft(situation.record.pair_id)


def refuse_ended(pair):
    """What was signed stays; after the last day of a pair nothing more is written or signed."""
    if ended := end_in_words(pair):
        raise Refused(ended, "not_now")


def end_in_words(pair):
    """That an event has ended the pair, for people to read; empty where none has."""
    if not pair.is_after(timezone.localdate()):
        return ""
    return _("The pair ended on %(day)s; its agreement stays as it is.") % {"day": date_format(pair.ended_on)}


def refuse_second_draft(pair):
    if Agreement.objects.drafts().filter(pair=pair).exists():
        raise Refused(_("A draft is already open for this pair; both sides work on that one."), "waiting")


def where_it_is_not_accepted(situation):
    return Refused(NOT_WAITING) if DRAFT.holds(situation.record) else Refused(ACCEPTED, "locked")


NOT_WAITING = gettext_lazy("It is not waiting for your acceptance.")
ACCEPTED = gettext_lazy("Both sides have accepted it: amend it instead.")
NOT_IN_FORCE = gettext_lazy("Only the edition in force can be amended.")


def of_a_draft(guard, **more):
    return Transition(((either, DRAFT),), not_now=ACCEPTED, guard=guard, code_not_now="locked", **more)


def partner_is_waited_for(situation):
    """A draft that ours has accepted and theirs has not, or one of theirs that came back."""
    refuse_ended(situation.record.pair)
    record, other = situation.record, [side for side in Side if side != situation.side]
    waits = bool(record.returned_reason) and not situation.is_own and record.side in other
    accepted = situation.side in situation.accepted and len(situation.accepted) == 1
    refuse_nudge(situation, waits or not record.returned_reason and accepted)


TRANSITIONS = {
    "accept": Transition(((either, TO_ACCEPT),), "", where_it_is_not_accepted, not_accepted_for_this_side),
    "edit": of_a_draft(only_its_own_side),
    "return": of_a_draft(only_the_other_side, asks_reason=True),
    "discard": of_a_draft(only_its_own_side_before_it_is_accepted),
    NUDGE: Transition(((either, DRAFT),), NOTHING_WAITS, NOTHING_WAITS, partner_is_waited_for),
    "amend": Transition(((either, IN_FORCE),), "", NOT_IN_FORCE, no_draft_waits, code_not_now="refused"),
}
WORKFLOW = Workflow(TRANSITIONS, AgreementSituation)


@transaction.atomic
def draft(by, pair, goals="", starts=None, ends=None, commitments=()):
    """Start the next edition for the side of `by`: the first one, or an amendment of the one in force.

    `commitments` are dicts of mechanism, text, indicator and target. Refused while another draft is open.
    """
    pair = Pair.objects.lock(pair.pk)
    side = acting_side(by, pair)
    refuse_outsiders(side)
    refuse_ended(pair)
    refuse_second_draft(pair)
    last = Agreement.objects.of_pair(pair).aggregate(last=models.Max("edition"))["last"] or 0
    agreement = Agreement(pair=pair, edition=last + 1, side=side, drafted_by=by)
    agreement.take({"goals": goals, "starts": starts, "ends": ends}, commitments)
    WORKFLOW.store(agreement, "draft", by)
    record_milestone(agreement, Milestone.Kind.NEGOTIATING, by)
    return agreement


@transition
def edit(agreement, by, version, values=None, commitments=None):
    """Change a draft of one's own side; whatever was accepted of it needs accepting again."""
    promised = {} if commitments is None else {"commitments": commitments}
    WORKFLOW.begin(agreement, "edit", by, version, {**(values or {}), **promised})
    agreement.take(values or {}, commitments)
    agreement.returned_reason = ""
    agreement.acceptances.all().delete()
    return WORKFLOW.store(agreement, "edit", by)


@transition
def accept(agreement, by, version=None, side=None):
    """Accept for one's own side; the ministry names the `side` for which it accepts openly, one of the two.

    With both acceptances it is in force, the earlier edition is replaced, and the pair has signed.
    """
    situation = WORKFLOW.begin(agreement, "accept", by, version)
    on_behalf = situation.side == MINISTRY
    accepted_for = side if on_behalf else situation.side
    if accepted_for not in situation.lacking:
        raise Refused(NOT_WAITING)
    if missing := agreement.missing():
        raise ValidationError(missing)
    Acceptance.objects.create(agreement=agreement, side=accepted_for, accepted_by=by, on_behalf=on_behalf)
    if agreement.acceptances.count() == len(Side):
        put_in_force(agreement, by)
    return WORKFLOW.store(agreement, "accept", by, on_behalf=on_behalf, same_version=True)


@transition
def send_back(agreement, by, reason, version=None):
    """Return the draft to the side that wrote it, with the reason; what was accepted is open again."""
    WORKFLOW.begin(agreement, "return", by, version)
    agreement.returned_reason = given_reason(reason)
    agreement.acceptances.all().delete()
    return WORKFLOW.store(agreement, "return", by, why=agreement.returned_reason)


@transition
def nudge(agreement, by):
    """Ask the partner to act on it; nothing of it changes."""
    WORKFLOW.begin(agreement, NUDGE, by)
    WORKFLOW.record(agreement, NUDGE, by)
    return agreement


@transition
def discard(agreement, by, version=None):
    """Drop a draft that nobody has accepted; the Act by which it can be brought back."""
    WORKFLOW.begin(agreement, "discard", by, version)
    return deleted_drafts.delete([agreement], by)


@transition
def amend(agreement, by):
    """Draft the next edition, with everything as it stands; it takes force once both sides accept it."""
    WORKFLOW.begin(agreement, "amend", by)
    with answering(Everything()):
        return draft(by, agreement.pair, **agreement.texts())


def put_in_force(agreement, by):
    agreement.accepted_at = timezone.now()
    for earlier in Agreement.objects.in_force().of_pair(agreement.pair):
        WORKFLOW.lock(earlier, by)
        earlier.superseded_at = agreement.accepted_at
        WORKFLOW.store(earlier, "supersede", by, same_version=True)
    record_milestone(agreement, Milestone.Kind.SIGNED, by)


def record_milestone(agreement, kind, by):
    facts = {"source": SOURCE, "on": timezone.localdate(), "by": by}
    Pair.objects.filter(pk=agreement.pair_id).record_milestone(kind, **facts)
