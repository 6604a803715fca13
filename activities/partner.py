"""What waits for the partner: everything that a side has handed over, since when, and whether it may ask again."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import of_side, pairs_of, sides_of
from activities.activities.models import states
from activities.activities.models.activity import Activity
from activities.activities.models.proposals import Correction, Merge
from activities.agreements.models import Agreement
from core.workflow import StateChange
from pairs.models import Pair

from .nudges import EVERY, NUDGE

LABELS = {
    "to_confirm": _("To confirm"),
    "returned": _("Returned, to be corrected"),
    "corrections": _("Correction to decide on"),
    "withdrawals": _("Proposed withdrawal to decide on"),
    "merges": _("Merging of two entries to decide on"),
    "agreements_to_accept": _("Agreement to accept"),
    "agreements_returned": _("Agreement returned, to be changed"),
}


@dataclass(frozen=True)
class PartnerMatter:
    """One thing that the partner is waited for."""

    name: str
    record: models.Model  # the entry or the agreement
    pair: Pair
    since: datetime
    side: str  # ours
    asked_at: datetime | None = None

    @property
    def label(self):
        return LABELS[self.name]

    @property
    def title(self):
        if isinstance(self.record, Agreement):
            return _("Agreement, edition %(number)s") % {"number": self.record.edition}
        return str(self.record)

    @property
    def partner(self):
        """The PairSide that has to act."""
        return next(side for side in self.pair.sides if side.side != self.side)

    @property
    def may_ask(self):
        return self.asked_at is None or timezone.now() >= self.asked_at + EVERY

    @property
    def address(self):
        if isinstance(self.record, Agreement):
            return reverse("desk_agreement", args=[self.pair.address])
        return reverse("desk_activity", args=[self.record.pk])

    @property
    def nudge_address(self):
        if isinstance(self.record, Agreement):
            return reverse("desk_agreement_step", args=[self.pair.address, NUDGE])
        return reverse("desk_activity_step", args=[self.record.pk, NUDGE])


def waiting_for_partner(user):
    """Every PartnerMatter of the sides for which `user` speaks, what waits longest first; a constant number of queries.

    Who speaks for both sides of a pair waits for nobody there.
    """
    pairs = {pair.pk: pair for pair in pairs_of(user).not_ended().with_universities().with_names()}
    sides = {key: found[0] for key, pair in pairs.items() if len(found := sides_of(user, pair)) == 1}
    found = [(name, *row) for name, row in handed_over(user, list(sides))]
    asked, returned = last_changes(found, NUDGE, sides), last_changes(found, "return", sides)
    matters = []
    for name, record, since in found:
        key = (type(record), record.pk)
        since = since or returned.get(key) or timezone.now()
        facts = {"since": since, "side": sides[record.pair_id], "asked_at": asked.get(key)}
        matters.append(PartnerMatter(name, record, pairs[record.pair_id], **facts))
    return sorted(matters, key=lambda matter: (matter.since, matter.name, matter.record.pk))


def handed_over(user, pairs):
    """What the partners in `pairs` have to act on, as (name, (record, since when or None)); one query for each."""
    entries = Activity.objects.filter(pair__in=pairs).select_related("kind")
    for entry in entries.filter(of_side(user)).to_confirm():
        yield "to_confirm", (entry, entry.submitted_at)
    for entry in entries.filter(states.RETURNED.q()).exclude(of_side(user)).exclude(side="ministry"):
        yield "returned", (entry, None)
    corrections = Correction.objects.open().filter(of_side(user, "activity__pair"), activity__pair__in=pairs)
    for proposal in corrections.select_related("activity__kind"):
        yield "withdrawals" if proposal.withdraw else "corrections", (proposal.activity, proposal.proposed_at)
    merges = Merge.objects.open().filter(of_side(user, "kept__pair"), kept__pair__in=pairs)
    for proposal in merges.select_related("kept__kind"):
        yield "merges", (proposal.kept, proposal.proposed_at)
    drafts = Agreement.objects.drafts().filter(pair__in=pairs)
    for draft in drafts.filter(returned_reason="").select_related("pair").prefetch_related("acceptances"):
        accepted = {acceptance.side: acceptance.accepted_at for acceptance in draft.acceptances.all()}
        if len(accepted) == 1 and own_acceptance(user, draft, accepted):
            yield "agreements_to_accept", (draft, next(iter(accepted.values())))
    for draft in drafts.exclude(returned_reason="").exclude(of_side(user)):
        yield "agreements_returned", (draft, None)


def own_acceptance(user, draft, accepted):
    """Whether ours is the side that has accepted."""
    (side,) = accepted
    return getattr(draft.pair, f"{side}_id") in user.universities


def last_changes(found, transition, sides):
    """When this transition was last taken by our side, by type and key of the record."""
    keys = {}
    for _name, record, _since in found:
        keys.setdefault(type(record), {})[record.pk] = sides[record.pair_id]
    last = {}
    for model, ours in keys.items():
        kind = ContentType.objects.get_for_model(model)
        changes = StateChange.objects.filter(content_type=kind, object_id__in=list(ours), transition=transition)
        for key, side, at in changes.order_by("at").values_list("object_id", "side", "at"):
            if side == ours[key]:
                last[model, key] = at
    return last
