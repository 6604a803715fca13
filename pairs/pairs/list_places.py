"""Places of the lists: two pairs of one place, the one before and the one after a change of supporter, are one of N."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import cached_property

from core.compiled_queries import compiled
from core.version_facts import VersionFacts
from pairs.pairs.models.pair import Pair
from pairs.pairs.models.pair_ending import EndKind

PLACES = VersionFacts(10_000)  # a pair each, which must not drive out what all pages share
SHARED = Q(end_kind=EndKind.REPLACED) | Q(replaces__isnull=False)


class Places:
    """Which of some pairs stand at one place; few do, so that they are told apart here and not in each sum.

    `kept` finds a fact again that was found out before, by its name; it is asked each time.
    """

    def __init__(self, pairs, kept=None):
        self.pairs, self.kept = pairs, kept

    @property
    def before(self):
        """For each pair that shares its place, the pair whose place it took, or None."""
        return self.kept("places", lambda: self._read) if self.kept else self._read

    @cached_property
    def _read(self):
        return dict(self.pairs.filter(SHARED).order_by().values_list("pk", "replaces"))

    def surplus(self, rows):
        """By what stands before the pair in each of `rows`, how many pairs there are more than places."""
        there, before = defaultdict(set), self.before
        for *key, pair in rows:
            there[tuple(key)].add(pair)
        return {key: len(found) - len({first(pair, before) for pair in found}) for key, found in there.items()}

    def surplus_of(self, stored, keys=()):
        """The same of stored figures, by the columns `keys`."""
        if not (before := self.before):
            return {}
        return self.surplus(stored.filter(pair__in=before).order_by().values_list(*keys, "pair").distinct())


def first(pair, before):
    """The first pair at the place of `pair`, as `before` tells whose place each took."""
    while before.get(pair) in before:
        pair = before[pair]
    return pair


class ListPlace(NamedTuple):
    """Where a pair stands: its own address and that of its place, and the keys of those before and after it.

    `before` and `after` are lists of one, or of none at an end; `is_alone` says that nobody shares the place, and
    `has_ended` whether its last day has passed. `action` is the key of its action.
    """

    pk: int
    action: int
    address: str
    group_address: str
    is_alone: bool
    has_ended: bool
    before: list
    after: list


@PLACES.once_a_version
def place_at(address):
    """The ListPlace of the published pair at a public address; None where there is none."""
    try:
        pair = Pair.objects.published().with_addresses("ended_on", "batch__starts", "batch__ends").at(address)
    except Pair.DoesNotExist:
        return None
    keys = in_order(pair.batch_id)
    place, is_alone = keys.index(pair.pk), not (pair.shares_place or pair.batch.action.several_supporters)
    here = pair.pk, pair.batch.action_id, pair.address, pair.group_address, is_alone, pair.has_ended
    return ListPlace(*here, keys[max(place - 1, 0) : place], keys[place + 1 : place + 2])


@PLACES.once_a_version
@compiled
def in_order(batch):
    """The keys of the pairs of the batch with this key, in the order of its list."""
    return Pair.objects.filter(batch=batch).in_order().values_list("pk", flat=True)
