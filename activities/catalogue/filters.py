"""Filters by what the ministry's catalogue names, and what the pairs under a mechanism can be asked for."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activities.catalogue.models import ActivityKind, Mechanism
from core.filters import ListFilterSet, choice, unchanged
from core.version_facts import once_a_version
from pairs.models import Batch, Pair
from pairs.pairs.filters import by_action, named


def by_mechanism(**kwargs):
    """A filter by the number of a mechanism, which several actions may have."""
    return choice(_("Mechanism"), _("All mechanisms"), mechanisms, **kwargs)


@once_a_version
def mechanisms():
    """The numbers, each with the names that the actions have for it."""
    found = {}
    for one in Mechanism.objects.published().order_by("number", "pk"):
        found.setdefault(one.number, {})[one.local_name] = None
    return [(str(number), f"{number} {' / '.join(names)}") for number, names in found.items()]


class MechanismFilterSet(ListFilterSet):
    """The mechanisms of all actions, or of one."""

    action = by_action("action__slug")

    def everything(self):
        return Mechanism.objects.published()


class KindFilterSet(ListFilterSet):
    """The kinds of activity of all published actions, or of one."""

    action = by_action("mechanism__action__slug")

    def everything(self):
        return ActivityKind.objects.published()


@once_a_version
def batches_of(action):
    """The choices of the published batches of the action with this key."""
    return named(list(Batch.objects.published().filter(action=action)))


class PairsUnderFilterSet(ListFilterSet):
    """The keys of the pairs on the page of a mechanism: by batch of its action, in the order of their `record`."""

    per_page = 10  # so that the page of a mechanism is no longer than eight screens of a phone

    batch = choice(_("Batch"), _("All batches"), [], method=unchanged)

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, Pair.objects.none(), **kwargs)
        self.record = record
        self.filters["batch"].extra["choices"] = batches_of(record.action)

    @cached_property
    def paginator(self):
        return Paginator(self.record.pairs(self.values.get("batch")), self.per_page)
