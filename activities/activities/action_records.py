"""What the pairs of an action have done, in all or under one mechanism: numbers and keys, in both languages alike.

They are read once for each version of the data; what pages say of them is kept while they are the same.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from django.db.models import Count, Q, Sum
from django.utils.functional import cached_property

from activities.activities.models.activity import Activity
from activities.activities.models.totals import Tally, Total
from core.compiled_queries import compiled
from core.version_facts import FACTS
from pairs.models import Pair
from pairs.pairs.list_places import SHARED, Places
from pairs.pairs.models.pair import IN_LIST
from pairs.pairs.models.pair_ending import EndKind

from .progress import sums_of
from .public import pairs_by_key, rows_of

NEWEST = 3


class ListedPairs(NamedTuple):
    """The published pairs of an action.

    `by_batch` are their keys in the order of the list, by the number of the batch; `places` is how many there are,
    places of the lists, each once; `before` has for each pair that shares its place the one whose place it took.
    """

    by_batch: dict
    places: int
    before: dict


def listed_pairs(action):
    """The ListedPairs of the action with this key."""
    return FACTS.by_itself((listed_pairs, action), lambda: _listed(action))


def _listed(action):
    by_batch, places, before = defaultdict(list), 0, {}
    for pair, batch, is_replaced, is_shared, took in _pairs(action):
        by_batch[batch].append(pair)
        places += not is_replaced
        before |= {pair: took} if is_shared else {}
    return ListedPairs(dict(by_batch), places, before)


@compiled
def _pairs(action):
    pairs = (
        Pair.objects.published().of_action(action).annotate(is_replaced=Q(end_kind=EndKind.REPLACED), is_shared=SHARED)
    )
    return pairs.order_by(*IN_LIST).values_list("pk", "batch__number", "is_replaced", "is_shared", "replaces")


@compiled
def _counts(action, mechanism):
    return stored(Tally, action, mechanism).values_list("pair").annotate(Sum("activities"))


@compiled
def _sums(action, mechanism):
    return (
        stored(Total, action, mechanism).values_list("indicator").annotate(Sum("value"), Count("pair", distinct=True))
    )


@compiled
def _sums_of_pairs(mechanism, *pairs):
    totals = stored(Total, None, mechanism).filter(pair__in=pairs).order_by("pair", "indicator")
    return totals.values_list("pair", "indicator").annotate(Sum("value"))


@compiled
def _newest(action, mechanism):
    found = Activity.objects.public().counted()
    found = found.filter(kind__mechanism=mechanism) if mechanism else found.of_action(action)
    return found.in_order().with_measures()[:NEWEST]


def stored(model, action, mechanism):
    """The public totals or tallies of a mechanism, or failing that of an action, by their keys."""
    found = model.objects.public().order_by()
    return found.filter(mechanism=mechanism) if mechanism else found.filter(pair__batch__action=action)


class ActionRecord:
    """What all published pairs of an action have done, or under a mechanism where one is named, by their keys.

    Constant queries.
    """

    def __init__(self, action, mechanism=None):
        self.action, self.of = action, (action, mechanism)
        self.listed = listed_pairs(action)
        self.places = Places(None, lambda _name, _find: self.listed.before)

    @cached_property
    def counts(self):
        """How many activities each pair has reported that has reported something, by the pair's key."""
        return self._once("counts", lambda: dict(_counts(*self.of)))

    @cached_property
    def sums(self):
        """What each indicator adds up to over all pairs: the key of the indicator, the sum, and how many pairs."""
        return self._once("sums", self._summed)

    def _summed(self):
        surplus = self.places.surplus_of(stored(Total, *self.of), ["indicator"]) if self.listed.before else {}
        return tuple((one, value, pairs - surplus.get((one,), 0)) for one, value, pairs in _sums(*self.of))

    @property
    def all_pairs(self):
        """How many pairs there are: places of the lists, each once."""
        return self.listed.places

    @cached_property
    def reporting(self):
        """How many pairs have reported something."""
        return self._once("reporting", self._reported)

    def _reported(self):
        return len(self.counts) - self.places.surplus((pair,) for pair in self.counts).get((), 0)

    @cached_property
    def newest(self):
        """The rows of the newest activities."""
        return rows_of(self._once("newest", lambda: _newest(*self.of)))

    def _once(self, what, find):
        return FACTS.of_now()((ActionRecord, what, *self.of), find)


@dataclass
class PairLine:
    """What one pair has done under a mechanism; `activities` is 0 where nothing is reported."""

    pair: Pair
    activities: int
    sums: list


class MechanismRecord(ActionRecord):
    """What all published pairs of its action have done under one mechanism."""

    def __init__(self, mechanism):
        super().__init__(mechanism.action_id, mechanism.pk)

    def pairs(self, batch=""):
        """The keys of the pairs, of all batches or one, in the lists' order: those first that reported something."""
        return self._once(("pairs", batch), lambda: self._ordered(batch))

    def _ordered(self, batch):
        listed = self.listed.by_batch
        found = listed.get(int(batch), []) if batch else chain.from_iterable(listed.values())
        return sorted(found, key=lambda pair: pair not in self.counts)

    def lines(self, keys):
        """What the pairs with these keys have done, by key: how many activities, and pairs of indicator and sum."""
        found = self._once(("lines", *keys), lambda: self._sums_by_pair(keys))
        return {pair: (self.counts.get(pair, 0), found.get(pair, ())) for pair in keys}

    def _sums_by_pair(self, keys):
        _action, mechanism = self.of
        found = defaultdict(tuple)
        for pair, indicator, value in _sums_of_pairs(mechanism, *keys):
            found[pair] += ((indicator, value),)
        return dict(found)


def pair_lines(values):
    """The PairLines of `MechanismRecord.lines`, by key; also for those that have reported nothing."""
    pairs = pairs_by_key(values)
    return {key: PairLine(pair, values[key][0], sums_of(values[key][1])) for key, pair in pairs.items()}
