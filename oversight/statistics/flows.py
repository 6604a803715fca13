"""The flow of support: from which provinces it comes, and where it goes."""

from django.utils.functional import cached_property

from pairs.pairs.tile_map import SupportFlow


class Flow(SupportFlow):
    """The pairs of one action: the one asked for, or the newest of those asked for."""

    def __init__(self, found):
        self.found = found

    @cached_property
    def action(self):
        """The action that is shown; None while there is no pair."""
        return max((batch.action for batch in self.found.batches), key=lambda action: action.pk, default=None)

    @cached_property
    def all(self):
        """Pairs at their places, by the codes of the supporter's and the recipient's province, the most first."""
        return self.found.fact("flows", self.found.pairs.in_place().flows)

    @cached_property
    def flows(self):
        """Those of the action that is shown."""
        if {batch.action_id for batch in self.found.batches} <= {self.action and self.action.pk}:
            return self.all
        return self.found.fact(("flows of", self.action.pk), self.found.pairs.in_place().of_action(self.action).flows)

    @property
    def elsewhere(self):
        """Pairs of other actions, or whose supporter's province is not known: not in the picture."""
        return sum(self.all.values()) - sum(self.counts.values())
