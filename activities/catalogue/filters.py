"""What the pairs under a mechanism can be asked for."""

from django.utils.translation import gettext_lazy as _

from core.filters import ListFilterSet, choice
from pairs.models import Pair
from pairs.pairs.filters import published


class PairsUnderFilterSet(ListFilterSet):
    """The pairs on the page of a mechanism: by batch."""

    batch = choice(_("Batch"), _("All batches"), [], field_name="batch__number")

    class Meta:
        model = Pair
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _actions, self.filters["batch"].extra["choices"] = published()
