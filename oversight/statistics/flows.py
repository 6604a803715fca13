"""The flow of support: from which provinces it comes, and where it goes."""

from collections import Counter

from django.utils.functional import cached_property

from pairs.directory.provinces import Province
from pairs.pairs.tile_map import action_map


class Flow:
    """The pairs of one action: the one asked for, or the newest of those asked for."""

    def __init__(self, found):
        self.found = found

    @cached_property
    def action(self):
        """The action that is shown; None while there is no pair."""
        return max((batch.action for batch in self.found.batches), key=lambda action: action.pk, default=None)

    @cached_property
    def all(self):
        """Pairs by the codes of the supporter's and the recipient's province, the most first."""
        return self.found.pairs.flows()

    @cached_property
    def own(self):
        """Those of the action that is shown."""
        if {batch.action_id for batch in self.found.batches} <= {self.action and self.action.pk}:
            return self.all
        return self.found.pairs.of_action(self.action).flows()

    @cached_property
    def counts(self):
        """Pairs by the code of the supporter's province, where it is known; the most first."""
        counts = Counter()
        for (supporter, _recipient), pairs in self.own.items():
            if supporter:
                counts[supporter] += pairs
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def elsewhere(self):
        """Pairs of other actions, or whose supporter's province is not known: not in the picture."""
        return self.found.of_pairs - sum(self.counts.values())

    @cached_property
    def map(self):
        return action_map(self.action, self.own)

    @property
    def rows(self):
        """(Province, pairs) for each province that supports."""
        return [(Province(code), pairs) for code, pairs in self.counts.items()]

    @property
    def most(self):
        return max(self.counts.values(), default=0)
