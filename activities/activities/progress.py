"""What has been promised and done: read from agreements and totals, never added up over activities."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain

from django.db import models
from django.db.models import Count, Max
from django.utils.functional import SimpleLazyObject, cached_property

from activities.activities.models.activity import Activity
from activities.activities.models.totals import Tally, Total
from activities.agreements.models import Agreement, Commitment
from activities.catalogue.models import Indicator, Mechanism
from core.version_facts import FACTS, once_a_version
from pairs.models import Pair
from pairs.pairs.list_places import Places
from pairs.pairs.models.pair import IN_LIST

from .public import rows_of


@dataclass(frozen=True)
class Sum:
    """What one indicator adds up to, and from how many pairs."""

    indicator: Indicator
    value: int
    pairs: int = 1


@dataclass
class ProgressLine:
    """What one pair has promised and done under one mechanism; `activities` is 0 where nothing is reported."""

    mechanism: Mechanism
    promised: list = field(default_factory=list)
    sums: list = field(default_factory=list)
    activities: int = 0


@once_a_version
def indicators():
    """All indicators, in their order."""
    return list(Indicator.objects.with_parts())


def sums_of(values):
    """Tuples that begin with the key of an indicator and its value as Sums, in the order of the indicators."""
    by_key = {indicator: more for indicator, *more in values}
    return [Sum(one, *by_key[one.pk]) for one in (indicators() if by_key else ()) if one.pk in by_key]


def sums_by_mechanism(sums):
    """Values by the keys of mechanism and indicator, as lists of Sum by the former, in the order of the indicators."""
    found = defaultdict(list)
    for one in indicators() if sums else ():
        for (mechanism, indicator), value in sums.items():
            if indicator == one.pk:
                found[mechanism].append(Sum(one, value))
    return found


@once_a_version
def mechanisms_of(action):
    """The mechanisms of the action with this key, retired ones among them; read once a version for all its pairs."""
    return list(Mechanism.objects.of_action(action))


class PairRecord:
    """One pair: what it promised and did under each mechanism. Constant queries.

    It is told the keys of pair and action, and what was done as PairActivities have it (pair_activities.py).
    """

    def __init__(self, pair, action, counted, sums):
        self.pair, self.action = pair, action
        self.counted, self.sums = dict(counted), dict(sums)

    @cached_property
    def agreement(self):
        """The agreement in force, or None."""
        return Agreement.objects.public().filter(pair=self.pair).prefetch_related("acceptances").first()

    @cached_property
    def lines(self):
        """A line for every mechanism of its action, in their order; also where there is nothing to tell."""
        promised = defaultdict(list)
        if self.agreement:
            for commitment in Commitment.objects.public().filter(agreement__pair=self.pair).compared_with(self.sums):
                promised[commitment.mechanism_id].append(commitment)
        done, counted = sums_by_mechanism(self.sums), self.counted
        return [
            ProgressLine(one, promised[one.pk], done[one.pk], counted.get(one.pk, 0))
            for one in mechanisms_of(self.action)
            if not one.is_retired or promised[one.pk] or counted.get(one.pk)
        ]

    @property
    def has_gaps(self):
        """Whether a mechanism lacks promises or activities."""
        return any(not (line.promised and line.activities) for line in self.lines)

    @property
    def indicators(self):
        """The indicators of all that was done, each once; their rules stand under the sums."""
        return list({one.indicator.pk: one.indicator for line in self.lines for one in line.sums}.values())


@once_a_version
def number_of_pairs(action):
    """How many pairs the action with this key has: places of the lists, each once."""
    return Pair.objects.published().of_action(action).in_place().count()


@once_a_version
def listed_pairs(action):
    """The keys of the published pairs of the action with this key in the lists' order, by the number of the batch."""
    found = defaultdict(list)
    rows = Pair.objects.published().of_action(action).order_by(*IN_LIST)
    for pair, batch in rows.values_list("pk", "batch__number"):
        found[batch].append(pair)
    return dict(found)


class ActionRecord:
    """What all published pairs of an action have done. Constant queries.

    What is read of it are numbers and keys, which both languages show: they are found out once a version.
    """

    NEWEST = 3

    def __init__(self, action):
        self.of, self.action = (type(self), action), action  # whose record it is

    @property
    def activities(self):
        return Activity.objects.public().counted().of_action(self.action)

    @property
    def totals(self):
        return self._of_pairs(Total.objects)

    @property
    def tallies(self):
        return self._of_pairs(Tally.objects)

    def _of_pairs(self, stored):
        return stored.public().filter(pair__batch__action=self.action)

    @cached_property
    def places(self):
        """Which pairs share a place; read by itself, for it is the same whatever they do."""
        pairs = SimpleLazyObject(lambda: Pair.objects.published().of_action(self.action))
        return Places(pairs, lambda name, find: FACTS.by_itself((name, ActionRecord, self.action), find))

    @cached_property
    def sums(self):
        """What each indicator adds up to over all pairs: the key of the indicator, the sum, and how many pairs."""
        return self._once("sums", self._summed)

    def _summed(self):
        totals = self.totals.order_by()
        rows = totals.values_list("indicator").annotate(models.Sum("value"), Count("pair", distinct=True))
        surplus = self.places.surplus_of(totals, ["indicator"])
        return tuple((indicator, value, pairs - surplus.get((indicator,), 0)) for indicator, value, pairs in rows)

    @cached_property
    def all_pairs(self):
        """How many pairs there are: places of the lists, each once."""
        return number_of_pairs(self.action)

    @cached_property
    def reporting(self):
        """How many pairs have reported something."""
        return self._once("reporting", self._reporting)

    def _reporting(self):
        tallies = self.tallies.order_by()
        return tallies.values("pair").distinct().count() - self.places.surplus_of(tallies).get((), 0)

    def _once(self, what, find):
        return FACTS.of_now()((what, *self.of), find)

    @cached_property
    def newest(self):
        """The rows of the newest activities."""
        return rows_of(self._once("newest", lambda: list(self.activities.in_order().with_measures()[: self.NEWEST])))


@dataclass
class PairLine:
    """What one pair has done under a mechanism; `activities` is 0 where nothing is reported."""

    pair: Pair
    activities: int
    sums: list


class MechanismRecord(ActionRecord):
    """What all published pairs of its action have done under one mechanism."""

    def __init__(self, mechanism):
        super().__init__(mechanism.action_id)
        self.of, self.mechanism = (type(self), mechanism.pk), mechanism.pk

    @property
    def activities(self):
        return Activity.objects.public().counted().filter(kind__mechanism=self.mechanism)

    def _of_pairs(self, stored):
        return stored.public().filter(mechanism=self.mechanism)

    @cached_property
    def counts(self):
        """How many activities each pair has reported that has reported something, by the pair's key."""
        return self._once("counts", self._counted)

    def _counted(self):
        return dict(self.tallies.order_by().values_list("pair").annotate(models.Sum("activities")))

    def _reporting(self):
        return len(self.counts) - self.places.surplus((pair,) for pair in self.counts).get((), 0)

    def pairs(self, batch=""):
        """The keys of the pairs, of all batches or one, in the lists' order: those first that reported something."""
        listed = listed_pairs(self.action)
        found = listed.get(int(batch), []) if batch else chain.from_iterable(listed.values())
        return sorted(found, key=lambda pair: pair not in self.counts)

    def lines(self, keys):
        """What the pairs with these keys have done, by key: how many activities, and pairs of indicator and sum."""
        found = self._once(("lines", *keys), lambda: self._sums_of(keys))
        return {pair: (self.counts.get(pair, 0), found.get(pair, ())) for pair in keys}

    def _sums_of(self, keys):
        """What each indicator adds up to for each of the pairs with these keys, as tuples of its key and the sum."""
        found = defaultdict(tuple)
        rows = self.totals.filter(pair__in=keys).order_by("pair", "indicator").values_list("pair", "indicator")
        for pair, indicator, value in rows.annotate(models.Sum("value")):
            found[pair] += ((indicator, value),)
        return dict(found)


def pair_lines(values):
    """The PairLines of `MechanismRecord.lines`, by key; also for those that have reported nothing."""
    pairs = Pair.objects.with_sides().with_names().as_listed().in_bulk(values)
    return {key: PairLine(pair, values[key][0], sums_of(values[key][1])) for key, pair in pairs.items()}


# The mechanisms of a pair at a glance: what was promised, what was done, and when last


@dataclass
class MechanismSummary:
    """One mechanism of one pair: commitments accepted, activities that count, the day of the last of them."""

    mechanism: Mechanism
    promised: int = 0
    done: int = 0
    last: datetime.date | None = None


@dataclass
class PairSummary:
    """A pair with its cells, in the mechanisms' order."""

    pair: object
    cells: list

    @property
    def ended(self):
        return self.pair.has_ended

    @property
    def last(self):
        """The day of its last activity that counts, None while there is none."""
        return max((cell.last for cell in self.cells if cell.last), default=None)


def glances(pairs):
    """A Glance for each of `pairs`, in three queries however many there are."""
    keys = [pair.pk for pair in pairs]
    promised = Commitment.objects.public().filter(agreement__pair__in=keys).order_by()
    promised = dict(keyed(promised.values_list("agreement__pair", "mechanism").annotate(Count("pk"))))
    done = Activity.objects.counted().filter(pair__in=keys).order_by().values_list("pair", "kind__mechanism")
    done = dict(keyed(done.annotate(Count("pk"), Max("ends_on"))))
    own = by_action(pairs)
    return [
        PairSummary(pair, [cell(pair.pk, each, promised, done) for each in own[pair.batch.action_id]]) for pair in pairs
    ]


def by_action(pairs):
    """The mechanisms of the actions of `pairs`, as lists by the action's key; the retired ones are left out."""
    found = defaultdict(list)
    for one in Mechanism.objects.in_force().filter(action__in={pair.batch.action_id for pair in pairs}):
        found[one.action_id].append(one)
    return found


def keyed(rows):
    return (((pair, mechanism), facts) for pair, mechanism, *facts in rows)


def cell(pair, mechanism, promised, done):
    (count,) = promised.get((pair, mechanism.pk), [0])
    return MechanismSummary(mechanism, count, *done.get((pair, mechanism.pk), [0, None]))
