"""Who can be reached: the universities for which somebody speaks, and those for which nobody does."""

from django.db.models import Q

from accounts.models.post import Membership, Role
from pairs.models import Pair, University


def paired(pairs):
    """The universities on either side of `pairs`."""
    pairs = pairs.order_by()
    return University.objects.filter(Q(pk__in=pairs.values("recipient")) | Q(pk__in=pairs.values("supporter")))


def without_coordinator(pairs=None):
    """The universities of `pairs` (published ones that go on) for which nobody speaks today."""
    found = paired(Pair.objects.published().not_ended() if pairs is None else pairs)
    spoken_for = Membership.objects.current().filter(role=Role.COORDINATOR, user__is_active=True)
    return found.exclude(pk__in=spoken_for.values("university"))
