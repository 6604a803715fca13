"""What may stand in the sheets of one university: its pairs, their kinds, and the figures that these ask for."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.permissions import acting_side, forbid_unless, pairs_of
from activities.catalogue.models import ActivityKind, Indicator, KindIndicator
from pairs.directory.name_matching import fold
from pairs.models import Pair, University


@dataclass(frozen=True)
class PairChoice:
    """A pair as the sheet offers it: under the name of the partner, with the public number where that is not enough."""

    pair: Pair
    label: str


class Scope:
    """The pairs for which `user` acts as `university`, read in a constant number of queries."""

    def __init__(self, user, university):
        self.user, self.university = user, university

    @cached_property
    def pairs(self):
        """All of them, those that have not ended first."""
        own = pairs_of(self.user).of_universities([self.university.pk])
        going_on = set(own.not_ended().order_by().values_list("pk", flat=True))
        found = own.with_sides().prefetch_related("recipient__names", "supporter__names").latest_first()
        found = [pair for pair in found if acting_side(self.user, pair) in self.sides(pair)]
        for pair in found:
            pair.goes_on = pair.pk in going_on
        return sorted(found, key=lambda pair: not pair.goes_on)

    def sides(self, pair):
        return [side for side in ("recipient", "supporter") if getattr(pair, f"{side}_id") == self.university.pk]

    def partner(self, pair):
        """The other side of a pair, as a PairSide."""
        recipient, supporter = pair.sides
        return supporter if pair.recipient_id == self.university.pk else recipient

    @cached_property
    def offered(self):
        """PairChoices of the pairs that go on; of all where none does."""
        pairs = [pair for pair in self.pairs if pair.goes_on] or self.pairs
        return [PairChoice(pair, self.label(pair)) for pair in pairs]

    def label(self, pair):
        """By what the sheet calls a pair: the partner's name, and the number where others have the same partner."""
        name = self.partner(pair).local_name
        alike = [one for one in self.pairs if self.partner(one).university == self.partner(pair).university]
        return name if len(alike) == 1 else _("%(name)s (No. %(address)s)") % {"name": name, "address": pair.address}

    @cached_property
    def by_name(self):
        """{folded name: pairs} of every name by which a pair may be called."""
        found = {}
        for pair in self.pairs:
            side = self.partner(pair)
            names = {self.label(pair), pair.address, side.printed, side.university.name, side.university.name_en}
            names |= {str(pair), side.university.code, *(name.name for name in side.university.names.all())}
            for name in filter(None, names):
                found.setdefault(fold(name), []).append(pair)
        return found

    def pairs_called(self, text):
        """The pairs that `text` may mean; those that go on come in place of those that ended."""
        found = self.by_name.get(fold(text), [])
        return [pair for pair in found if pair.goes_on] or found if len(found) > 1 else found

    @cached_property
    def only_pair(self):
        """The pair that is meant where none is named, or None."""
        return self.offered[0].pair if len(self.offered) == 1 else None

    @cached_property
    def kinds(self):
        """The kinds in force of the actions of these pairs, with their indicators."""
        actions = {choice.pair.batch.action_id for choice in self.offered}
        actions |= {pair.batch.action_id for pair in self.pairs}
        asked = KindIndicator.objects.select_related("indicator__part_of")
        whole = Indicator.objects.select_related("part_of")
        kinds = ActivityKind.objects.in_force().filter(mechanism__action__in=actions)
        kinds = kinds.select_related("mechanism__action")
        return list(kinds.prefetch_related(Prefetch("indicators", whole), Prefetch("kind_indicators", asked)))

    @cached_property
    def offered_kinds(self):
        """The kinds for the pairs that are offered."""
        actions = {choice.pair.batch.action_id for choice in self.offered}
        return [kind for kind in self.kinds if kind.mechanism.action_id in actions]

    @cached_property
    def kinds_by_name(self):
        """{(action, folded name): kind} of every name by which a kind may be called."""
        names = ((kind, name) for kind in self.kinds for name in (kind.name, kind.name_en, kind.code))
        return {(kind.mechanism.action_id, fold(name)): kind for kind, name in names if name}

    def kind_called(self, text, action):
        return self.kinds_by_name.get((action, fold(text)))

    @cached_property
    def indicators(self):
        """{code: indicator} of what the kinds ask for, in the order of the kinds."""
        return {one.code: one for kind in [*self.offered_kinds, *self.kinds] for one in asked(kind)}


def asked(kind):
    """The indicators that a kind asks for, of a kind that was read with them."""
    return [link.indicator for link in kind.kind_indicators.all() if link.is_asked]


def universities_of(user):
    """The universities for which `user` speaks today and that are in a published pair."""
    own = University.objects.filter(pk__in=user.universities).order_by("code")
    pairs = pairs_of(user)
    there = {
        *pairs.order_by().values_list("recipient", flat=True),
        *pairs.order_by().values_list("supporter", flat=True),
    }
    return [one for one in own if one.pk in there]


def scope_of(user, code=""):
    """The Scope of the university with this code, or of the only one; None where it must be asked which."""
    own = universities_of(user)
    forbid_unless(own, _("Sheets are entered by the coordinators of a university in a published pair."))
    if code:
        own = [one for one in own if one.code == code]
        if not own:
            raise Http404
    return Scope(user, own[0]) if len(own) == 1 else None
