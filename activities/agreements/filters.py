"""What the files of commitments can be asked for."""

from activities.activities.filters import by_pair
from activities.agreements.models import Commitment
from activities.catalogue.filters import by_mechanism
from core.filters import ListFilterSet
from pairs.models import Pair
from pairs.pairs.filters import by_action, by_batch


class CommitmentFilterSet(ListFilterSet):
    """The commitments of agreements in force: by batch, action, mechanism, pair."""

    batch = by_batch("agreement__pair__batch__number")
    action = by_action("agreement__pair__batch__action__slug")
    mechanism = by_mechanism(field_name="mechanism__number")
    pair = by_pair()

    def everything(self):
        return Commitment.objects.public().in_order()

    def of_pair(self, queryset, name, value):
        return queryset.filter(agreement__pair=Pair.objects.published().at(value))
