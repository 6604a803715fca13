"""Filters by what the ministry's catalogue names, and what the pairs under a mechanism can be asked for."""

from django.utils.translation import gettext_lazy as _

from activities.catalogue.models.mechanism import Mechanism
from core.filters import ListFilterSet, choice
from pairs.pairs.filters import by_batch


def by_mechanism(**kwargs):
    """A filter by mechanism."""
    return choice(_("Mechanism"), _("All mechanisms"), mechanisms, **kwargs)


def mechanisms():
    return [(str(one.number), str(one)) for one in Mechanism.objects.all()]


class PairsUnderFilterSet(ListFilterSet):
    """The pairs on the page of a mechanism: by batch."""

    batch = by_batch()
