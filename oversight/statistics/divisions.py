"""What is counted, in parts: by batch, mechanism, supporter's province and type. In the order of lists and codes."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pairs.directory.provinces import Province
from pairs.models import Tier

from .amounts import CLASS, Amount

ANY = "ANY"
NOT_KNOWN = ("", gettext_lazy("Not determined"))


@dataclass(frozen=True)
class Part:
    """The share of one batch, mechanism, province or tier: `amount` of its `of_pairs` pairs."""

    by: str
    key: str
    label: str
    amount: Amount
    of_pairs: int
    query: str


@dataclass(frozen=True)
class Division:
    """The parts of one kind."""

    label: str
    parts: list

    @cached_property
    def most(self):
        return max((part.amount.value or 0 for part in self.parts), default=0)

    @property
    def sum(self):
        return sum(part.amount.value or 0 for part in self.parts)

    @cached_property
    def telling(self):
        """The parts of which something is counted."""
        return [part for part in self.parts if part.amount.value]


def one_of_several(batch, listing):
    """The name of a batch, with its action where several are added up."""
    return str(batch) if listing.action else f"{batch} · {batch.action}"


class Divisions:
    """The Division of each kind, of what `found` counts."""

    def __init__(self, found):
        self.found, self.listing = found, found.listing

    @cached_property
    def all(self):
        """Every Division by the name of its filter; parts without a report have a dash."""
        return {"batch": self.batch, "mechanism": self.mechanism, "province": self.province, "tier": self.tier}

    @cached_property
    def batch(self):
        batches = [(one.pk, str(one.number), one_of_several(one, self.listing)) for one in self.found.batches]
        return Division(_("Batch"), self._parts("batch", batches))

    @cached_property
    def mechanism(self):
        return Division(_("Mechanism"), self._mechanisms())

    @cached_property
    def province(self):
        provinces = [(code, code, name) for code, name in [*Province.choices, NOT_KNOWN]]
        return Division(_("Supporter's province"), self._parts("province", provinces))

    @cached_property
    def tier(self):
        tiers = [(tier, tier, name) for tier, name in [*Tier.choices, NOT_KNOWN]]
        return Division(_("Supporter's type"), self._parts("tier", tiers))

    def _parts(self, by, choices):
        place = ["batch", "province", "tier"].index(by)
        of_pairs, rows = self.found.places_by(place), defaultdict(Counter)
        for row in self.found.by_class:
            rows[row[f"pair__{CLASS[place]}"]] += Counter({name: row[name] for name in ("sum", "reports", "pairs")})
        for (key,), pairs in self.found.surplus(f"pair__{CLASS[place]}").items():
            rows[key]["pairs"] -= pairs
        return [
            self._part(by, key, label, Amount.of(rows.get(pk)), of_pairs[pk])
            for pk, key, label in choices
            if of_pairs[pk]
        ]

    def _mechanisms(self):
        rows = {row["mechanism"]: row for row in self.found.by_mechanism}
        of_pairs = self.found.places_by_action
        return [
            self._part(
                "mechanism",
                str(one.number),
                self.listing.in_words(one),
                Amount.of(rows.get(one.pk)),
                of_pairs[one.action_id],
            )
            for one in self.listing.shown_mechanisms
        ]

    def _part(self, by, key, label, amount, of_pairs):
        return Part(by, key, label, amount, of_pairs, self.queries[by].replace(ANY, key))

    @cached_property
    def queries(self):
        """The query of the address of one part of each kind, with ANY in the place of its key."""
        return {by: self.listing.query(**{by: ANY}) for by in ("batch", "mechanism", "province", "tier")}
