"""Places of the lists: two pairs of one place, the one before and the one after a change of supporter, are one of N."""

from collections import defaultdict

from django.db.models import Q
from django.utils.functional import cached_property

from core.version_facts import FACTS
from pairs.pairs.models.pair_ending import EndKind

SHARED = Q(end_kind=EndKind.REPLACED) | Q(replaces__isnull=False)


class Places:
    """Which of some pairs stand at one place; few do, so that they are told apart here and not in each sum.

    `kept` finds a fact again that was found out before, by its name.
    """

    def __init__(self, pairs, kept=lambda name, find: find()):
        self.pairs, self.kept = pairs, kept

    @cached_property
    def before(self):
        """For each pair that shares its place, the pair whose place it took, or None."""
        shared = self.pairs.filter(SHARED).order_by().values_list("pk", "replaces")
        return self.kept("places", lambda: dict(shared))

    def first(self, pair):
        """The first of these pairs at the place of `pair`."""
        while self.before.get(pair) in self.before:
            pair = self.before[pair]
        return pair

    def surplus(self, rows):
        """By what stands before the pair in each of `rows`, how many pairs there are more than places."""
        there = defaultdict(set)
        for *key, pair in rows:
            there[tuple(key)].add(pair)
        return {key: len(found) - len({self.first(pair) for pair in found}) for key, found in there.items()}

    def surplus_of(self, stored, keys=()):
        """The same of stored figures, by the columns `keys`."""
        if not self.before:
            return {}
        return self.surplus(stored.filter(pair__in=self.before).order_by().values_list(*keys, "pair").distinct())


def beside(pair):
    """The keys of the pairs before and after `pair` in its batch's list, a list of one each, or of none at an end."""
    in_order = pair.batch.pairs.in_order().values_list("pk", flat=True)
    keys = FACTS.of_now()(("in order", pair.batch_id), lambda: list(in_order))
    place = keys.index(pair.pk)
    return keys[max(place - 1, 0) : place], keys[place + 1 : place + 2]
