"""What the totals say, as asked, and the pictures of them.

Every sum knows from how many of how many pairs it comes, and by which rule.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from activities.models import Indicator, Tally, Total
from pairs.directory.provinces import Province
from pairs.models import Batch, Pair, Tier

from .coverage_matrix import CoverageMatrix
from .flows import Flow
from .milestone_durations import MilestoneDurations
from .svg_charts import matrix
from .time_series import Growth

CLASS = ("batch", "supporter_province", "supporter_tier")
MANY = 1_000  # keys written out let the database read an index alone; more of them than this it looks up itself
NOT_KNOWN = ("", gettext_lazy("Not determined"))


@dataclass(frozen=True)
class Amount:
    """A sum of one unit; `value` is None where no pair has reported it. `reports` is the part from period reports."""

    value: int | None = None
    reports: int = 0
    pairs: int = 0

    @classmethod
    def of(cls, row):
        """The amount of a row of `summed`; of no row, or of no pairs, an amount of nothing."""
        return cls(row["sum"], row["reports"], row["pairs"]) if row and row["pairs"] else cls()


@dataclass(frozen=True)
class Headline:
    """What one indicator adds up to."""

    indicator: Indicator
    amount: Amount


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
    """The parts of one kind, in the order of the lists and codes."""

    label: str
    parts: list

    @property
    def most(self):
        return max((part.amount.value or 0 for part in self.parts), default=0)


def one_of_several(batch, listing):
    """The name of a batch, with its action where several are added up."""
    return str(batch) if listing.action else f"{batch} · {batch.action}"


def summed_by_class(stored):
    # A pair stands in one batch, province and tier, so numbers of pairs may be added up over them.
    return list(stored.summed(*(f"pair__{field}" for field in CLASS)))


class Statistics:
    """What the totals say of the pairs a listing holds. Constant queries, whatever has been done."""

    def __init__(self, listing):
        self.listing, self.pairs = listing, listing.qs
        self.mechanisms, self.indicator = listing.mechanisms_asked, listing.indicator_asked
        self.since, self.until = listing.month("since"), listing.month("until")
        self.as_of = timezone.localdate()
        # The pictures, each of which asks only when it is looked at.
        self.growth, self.clock = Growth(self), MilestoneDurations(self)
        self.flow, self.grid = Flow(self), CoverageMatrix(self)

    @cached_property
    def keys(self):
        """The keys of the pairs; of very many, a query of them."""
        query = self.pairs.order_by().values_list("pk", flat=True)
        found = list(query[: MANY + 1])
        return found if len(found) <= MANY else query

    def narrowed(self, stored):
        """The stored figures that the address asks for."""
        return stored.of_pairs(self.keys).under(self.mechanisms).between(self.since, self.until)

    @property
    def tallies(self):
        return self.narrowed(Tally.objects)

    @property
    def totals(self):
        """Those of indicators: of the one asked for, or of all."""
        found = self.narrowed(Total.objects)
        return found.filter(indicator=self.indicator) if self.indicator else found

    @property
    def counted(self):
        """What pictures and tables count: the indicator asked for, or activities."""
        return self.totals if self.indicator else self.tallies

    # In words

    @property
    def name(self):
        return self.indicator.local_name if self.indicator else pgettext("number", "Activities")

    @property
    def unit(self):
        return self.indicator.local_unit if self.indicator else pgettext("unit", "activities")

    @property
    def heading(self):
        """The name of what is counted, with its unit where that says more."""
        if not self.indicator:
            return pgettext("counted", "Activities")
        return _("%(name)s (%(unit)s)") % {"name": self.name, "unit": self.unit}

    @property
    def rule(self):
        return self.indicator.local_rule if self.indicator else self.activities_rule

    @property
    def activities_rule(self):
        return _(
            "Held and confirmed by both sides of the pair, or documented by a public source;"
            " two accounts of one event count once."
        )

    # Which pairs

    @cached_property
    def _counted(self):
        """Rows of batch, supporter's province and tier, the number of pairs, and of those that the notice printed."""
        counts = {"all": Count("pk"), "printed": Count("pk", filter=Q(replaces=None))}
        return list(self.pairs.order_by().values_list(*CLASS).annotate(**counts))

    @cached_property
    def classes(self):
        """How many pairs stand in each batch, supporter's province and tier, as {(batch, province, tier): pairs}."""
        return {tuple(row[:3]): row[3] for row in self._counted}

    @property
    def of_pairs(self):
        return sum(self.classes.values())

    @cached_property
    def batches(self):
        """The published batches of these pairs, by number."""
        there = {batch for batch, _province, _tier in self.classes}
        found = Batch.objects.published().select_related("action").order_by("number")
        return [batch for batch in found if batch.pk in there]

    @property
    def undisclosed(self):
        """How many pairs the notices of these batches declare that are not held here; of no batch asked for, 0."""
        if self.listing.values.get("province") or self.listing.values.get("tier"):
            return 0
        declared = sum(batch.declared_pairs or 0 for batch in self.batches if batch.declared_pairs)
        known = {batch.pk: 0 for batch in self.batches if batch.declared_pairs}
        for batch, _province, _tier, _pairs, printed in self._counted:
            if batch in known:
                known[batch] += printed
        return max(declared - sum(known.values()), 0)

    # Totals

    @cached_property
    def activities(self):
        """The counted activities as one row of `summed`: also those that are `backed` by evidence."""
        names = ("sum", "reports", "pairs", "backed")
        return {name: sum(row[name] for row in self._activities_by_class) for name in names}

    @cached_property
    def headlines(self):
        """A Headline for each indicator that was reported, and for the ministry's headline indicators in any case."""
        rows = {row["indicator"]: row for row in self.totals.summed("indicator")}
        shown = [self.indicator] if self.indicator else self.listing.indicators
        return [
            Headline(one, Amount.of(rows.get(one.pk)))
            for one in shown
            if one.pk in rows or (one.headline_order and not one.is_retired) or one == self.indicator
        ]

    @property
    def silent(self):
        """How many pairs have no activity that counts."""
        return self.of_pairs - self.activities["pairs"]

    @property
    def amount(self):
        """What is counted, over all."""
        return self.headlines[0].amount if self.indicator else Amount.of(self.activities)

    # Parts

    @cached_property
    def divisions(self):
        """The parts by batch, mechanism, supporter's province and tier; those without a report have a dash."""
        batches = [(one.pk, str(one.number), one_of_several(one, self.listing)) for one in self.batches]
        provinces = [(code, code, name) for code, name in [*Province.choices, NOT_KNOWN]]
        tiers = [(tier, tier, name) for tier, name in [*Tier.choices, NOT_KNOWN]]
        return {
            "batch": Division(_("Batch"), self._parts("batch", batches)),
            "mechanism": Division(_("Mechanism"), self._mechanisms()),
            "province": Division(_("Supporter's province"), self._parts("province", provinces)),
            "tier": Division(_("Supporter's type"), self._parts("tier", tiers)),
        }

    def _parts(self, by, choices):
        place = ["batch", "province", "tier"].index(by)
        pairs, rows = Counter(), defaultdict(Counter)
        for key, number in self.classes.items():
            pairs[key[place]] += number
        for row in self._by_class:
            rows[row[f"pair__{CLASS[place]}"]] += Counter({name: row[name] for name in ("sum", "reports", "pairs")})
        return [
            self._part(by, key, label, Amount.of(rows.get(pk)), pairs[pk]) for pk, key, label in choices if pairs[pk]
        ]

    @cached_property
    def _by_class(self):
        return summed_by_class(self.totals) if self.indicator else self._activities_by_class

    @cached_property
    def _activities_by_class(self):
        return summed_by_class(self.tallies)

    def _mechanisms(self):
        rows = {row["mechanism"]: row for row in self.counted.summed("mechanism")}
        of_pairs = {one.action_id: self._pairs_of(one.action_id) for one in self.listing.shown_mechanisms}
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

    def _pairs_of(self, action):
        """How many of the pairs are those of one action."""
        own = {batch.pk for batch in self.batches if batch.action_id == action}
        return sum(pairs for (batch, _province, _tier), pairs in self.classes.items() if batch in own)

    def _part(self, by, key, label, amount, of_pairs):
        return Part(by, key, label, amount, of_pairs, self.listing.query(**{by: key}))

    @cached_property
    def months(self):
        """What is counted, by month, as rows of `summed`; the first month first."""
        return list(self.counted.summed("month").order_by("month"))

    # The grid

    @property
    def matrix(self):
        """The grid's lines as a picture."""
        names = [str(one.number) for one in self.grid.mechanisms]
        return matrix(self.lines, names, self.listing.page.start_index())

    @cached_property
    def lines(self):
        """The grid's lines for the pairs of the page asked for."""
        return self.grid.lines(Pair.objects.on_page(self.listing.page))
