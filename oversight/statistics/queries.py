"""What the totals say, as asked.

Every sum knows from how many of how many pairs it comes, and by which rule.
"""

from collections import Counter

from django.db.models import Count, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.localized import reads_default
from pairs.models import Pair
from pairs.pairs.list_places import Places
from pairs.pairs.models.pair import Side
from pairs.pairs.models.pair_side import SNAPSHOT

from .amounts import CLASS, Amount, Headline
from .coverage_matrix import CoverageMatrix
from .divisions import Divisions
from .flows import Flow
from .milestone_durations import MilestoneDurations
from .stored_sums import BY_CLASS, EVIDENCED, narrowed, summed
from .time_series import Growth

MANY = 1_000  # keys written out let the database read an index alone; more of them than this it looks up itself
SHOWN = ["serial", "group_place", "end_kind", "replaces", "batch"]  # what the grid shows of a pair
SHOWN += [f"{side}_{name}" for side in Side for name in SNAPSHOT]
SHOWN += [f"{side}__{name}" for side in Side for name in ("code", "name", "name_en", "province")]


class Statistics:
    """What the totals say of the pairs a listing holds. Constant queries, whatever has been done."""

    def __init__(self, listing):
        self.listing, self.pairs, self.fact = listing, listing.qs, listing.fact
        self.mechanisms, self.indicator = listing.mechanisms_asked, listing.indicator_asked
        self.since, self.until = listing.month("since"), listing.month("until")
        self.as_of = timezone.localdate()
        # The pictures, each of which asks only when it is looked at.
        self.divisions, self.clock = Divisions(self), MilestoneDurations(self)
        self.flow, self.grid, self.places = Flow(self), CoverageMatrix(self), Places(self.pairs, self.fact)

    # What facts are made of is asked as a fact each time, so that they are made of what it was made of.

    @property
    def keys(self):
        """The keys of the pairs; of very many, a query of them."""
        query = self.pairs.order_by().values_list("pk", flat=True)
        found = self.fact("keys", lambda: list(query[: MANY + 1]))
        return found if len(found) <= MANY else query

    def read(self, query, *given):
        """What a compiled query reads of the pairs, which it is given last."""
        pairs = self.keys
        return query(*given, tuple(pairs)) if isinstance(pairs, list) else list(query.__wrapped__(*given, pairs))

    def asked(self, of):
        """What the address asks for of stored figures, as `narrowed` takes it after the pairs."""
        indicator = (self.indicator.pk,) if self.indicator and of == "figures" else ()
        return (tuple(one.pk for one in self.mechanisms), self.since, self.until, *indicator)

    def stored(self, of):
        """The stored figures that the address asks for: activities, or figures, of the one indicator or of all."""
        return narrowed(of, self.keys, *self.asked(of))

    @property
    def counted(self):
        """What pictures and tables count: the indicator asked for, or activities."""
        return "figures" if self.indicator else "activities"

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

    def summed(self, *keys):
        """What is counted as rows of `summed`, for each value of `keys`; pairs are places of the lists."""
        return self.fact(("sums", keys), lambda: self.of_places(self.counted, keys))

    def of_places(self, of, keys, showing=False):
        """The same of activities or figures."""
        rows = self.read(summed, tuple(keys), showing, self.asked(of), of)
        surplus = self.places.surplus_of(self.stored(of), keys)
        for row in rows:
            row["pairs"] -= surplus.get(tuple(row[key] for key in keys), 0)
        return rows

    def surplus(self, *keys):
        """How many pairs reporting what is counted are more than places, by `keys`."""
        return self.fact(("surplus", keys), lambda: self.places.surplus_of(self.stored(self.counted), keys))

    # Which pairs

    @cached_property
    def _counted(self):
        """Rows of batch, supporter's province and tier, the number of pairs, and of those that the notice printed."""
        counts = {"all": Count("pk"), "printed": Count("pk", filter=Q(replaces=None))}
        return self.fact("classes", lambda: list(self.pairs.order_by().values_list(*CLASS).annotate(**counts)))

    @cached_property
    def _shared(self):
        """Batch, province, tier and key of each pair that shares its place."""
        return self.fact("shared", self._read_shared)

    def _read_shared(self):
        before = self.places.before
        return list(self.pairs.filter(pk__in=before).order_by().values_list(*CLASS, "pk")) if before else []

    def places_by(self, column):
        """At how many places pairs stand, by the value of one column of CLASS."""
        found = Counter()
        for row in self._counted:
            found[row[column]] += row[3]
        for (value,), pairs in self.places.surplus((row[column], row[3]) for row in self._shared).items():
            found[value] -= pairs
        return found

    @cached_property
    def places_by_action(self):
        """At how many places pairs stand, by action."""
        found, by_batch = Counter(), self.places_by(0)
        for batch in self.batches:
            found[batch.action_id] += by_batch[batch.pk]
        return found

    @cached_property
    def of_pairs(self):
        """The pairs that fit: places of the lists, each once."""
        surplus = self.places.surplus([(pk,) for pk in self.places.before])
        return sum(row[3] for row in self._counted) - surplus.get((), 0)

    @cached_property
    def batches(self):
        """The published batches of these pairs, by number."""
        there = {row[0] for row in self._counted}
        return [batch for batch in self.listing.known.batches if batch.pk in there]

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
    def by_class(self):
        """What is counted, by batch, province and tier, as rows of `summed`."""
        if not self.indicator:
            return self._activities_by_class
        return self.fact("totals by class", lambda: self._summed_by_class("figures"))

    @cached_property
    def _activities_by_class(self):
        return self.fact("activities by class", lambda: self._summed_by_class("activities"))

    def _summed_by_class(self, of):
        # A pair stands in one batch, province and tier, so numbers of pairs may be added up over them.
        return self.read(summed, BY_CLASS, False, self.asked(of), of)

    @cached_property
    def activities(self):
        """The counted activities as one row of `summed`: also those that are `backed` by evidence."""
        names = ("sum", "reports", "pairs", "backed")
        found = {name: sum(row[name] for row in self._activities_by_class) for name in names}
        surplus = self.fact("surplus of activities", lambda: self.places.surplus_of(self.stored("activities")))
        return found | {"pairs": found["pairs"] - surplus.get((), 0)}

    @cached_property
    def by_mechanism(self):
        """What is counted, as rows of `summed` by mechanism."""
        return self.summed("mechanism") if self.indicator else self.activities_by_mechanism

    @cached_property
    def activities_by_mechanism(self):
        """Counted activities as rows of `summed`, with the number of pairs that are `showing` evidence for some."""
        return self.fact("activities by mechanism", self._activities_by_mechanism)

    def _activities_by_mechanism(self):
        rows = self.of_places("activities", ["mechanism"], showing=True)
        surplus = self.places.surplus_of(self.stored("activities").filter(EVIDENCED), ["mechanism"])
        for row in rows:
            row["showing"] -= surplus.get((row["mechanism"],), 0)
        return rows

    @cached_property
    def headlines(self):
        """A Headline for each indicator that was reported, and for the ministry's headline indicators in any case."""
        rows = self.fact("by indicator", lambda: self.of_places("figures", ["indicator"]))
        rows = {row["indicator"]: row for row in rows}
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

    # Growth

    @cached_property
    def growths(self):
        """The Growth in each action that is counted, in the order of their batches."""
        actions = list(dict.fromkeys(batch.action for batch in self.batches))
        several = len(actions) > 1
        found = self.summed("month", *(["pair__batch__action"] if several else []))
        found = sorted(found, key=lambda row: row["month"])
        return [
            Growth(action, [row for row in found if not several or row["pair__batch__action"] == action.pk])
            for action in actions
        ]

    # The grid

    @cached_property
    def lines(self):
        """The grid's lines for the pairs of the page asked for."""
        keys = list(self.listing.page.object_list.values_list("pk", flat=True))
        found = Pair.objects.select_related("recipient", "supporter").only(*SHOWN).in_bulk(keys)
        batches = {batch.pk: batch for batch in self.listing.known.batches}
        for pair in found.values():
            pair.batch = batches[pair.batch_id]
        if not reads_default():  # names of other days are needed only where a school is not called as it was printed
            renamed = [pair for pair in found.values() if any(side.renamed for side in pair.sides)]
            prefetch_related_objects(renamed, "recipient__names", "supporter__names")
        return self.grid.lines([found[key] for key in keys if key in found])
