"""What all querysets of oversight share: rows that belong to a pair, and who reads them."""

from django.db import models

from accounts.permissions import pairs_open_to
from pairs.models import Action, Side


class PairRecordQuerySet(models.QuerySet):
    """Rows about a pair; `to_pair` is the path that leads to it."""

    to_pair = "pair"

    def open_to(self, user):
        """All for the ministry; for others those about the pairs whose inner life they may read."""
        if not user.is_authenticated:
            return self.none()
        if user.oversees:
            return self.all()
        return self.filter(**{f"{self.to_pair}__in": pairs_open_to(user).order_by().values("pk")})

    def of_pair(self, pair):
        return self.filter(**{self.to_pair: pair})

    def of_action(self, slug):
        """Those about pairs of the action of this short name; all of them where none is asked for."""
        return self.filter(**{f"{self.to_pair}__batch__action__slug": slug}) if slug else self

    def actions(self):
        """The actions to which they belong, as (short name, name), in the usual order."""
        found = Action.objects.filter(pk__in=self.order_by().values(f"{self.to_pair}__batch__action"))
        return [(action.slug, action.local_name) for action in found]

    def in_state(self, state):
        """Those in this state; all of them where an address asks for none that there is."""
        return self.filter(state=state) if state in self.model.State.values else self

    def with_pair(self):
        """Fetch the pair with what its names and its address need, in a constant number of queries."""
        pairs = [f"{self.to_pair}__{name}" for name in ("batch__action", "recipient", "supporter")]
        names = [f"{self.to_pair}__{side}__names" for side in Side.values]
        return self.select_related(*pairs).prefetch_related(*names)
