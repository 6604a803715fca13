"""The flow of support: from which provinces it comes, and how much of it has reported something."""

from collections import Counter

from django.utils.functional import cached_property

from pairs.directory.provinces import Province
from pairs.pairs.tile_map import tile_map


class Flow:
    """The pairs that help one province: that of the newest action among those asked for."""

    def __init__(self, found):
        self.found = found

    @cached_property
    def action(self):
        """The action whose province is shown; None while there is no pair."""
        return max((batch.action for batch in self.found.batches), key=lambda action: action.pk, default=None)

    @cached_property
    def all(self):
        """Pairs by the codes of the supporter's and the recipient's province, the most first."""
        helped = {batch.pk: batch.action.recipient_province for batch in self.found.batches}
        counts = Counter()
        for (batch, province, _tier), pairs in self.found.classes.items():
            counts[province, helped[batch]] += pairs
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @cached_property
    def target(self):
        return self.action and self.action.recipient_province

    @cached_property
    def counts(self):
        """Pairs by the code of the supporter's province, of those that help the province shown."""
        return {province: pairs for (province, to), pairs in self.all.items() if to == self.target and province}

    @property
    def elsewhere(self):
        """Pairs that help another province, or whose supporter's province is not known: not in the picture."""
        return self.found.of_pairs - sum(self.counts.values())

    @cached_property
    def map(self):
        return tile_map(self.counts, self.target)

    @property
    def rows(self):
        """(Province, pairs) for each province that supports."""
        return [(Province(code), pairs) for code, pairs in self.counts.items()]

    @property
    def most(self):
        return max(self.counts.values(), default=0)
