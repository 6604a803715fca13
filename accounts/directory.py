"""Who can be reached: the posts that a person may read, and the universities for which nobody speaks."""

from django.db.models import Q

from accounts.models.post import Membership, Role
from accounts.permissions import pairs_of, pairs_watched_by
from pairs.models import Pair, University


def paired(pairs):
    """The universities on either side of `pairs`."""
    pairs = pairs.order_by()
    return University.objects.filter(Q(pk__in=pairs.values("recipient")) | Q(pk__in=pairs.values("supporter")))


def without_coordinator():
    """The universities of published pairs that go on, for which nobody speaks today."""
    spoken_for = Membership.objects.current().filter(role=Role.COORDINATOR, user__is_active=True)
    found = paired(Pair.objects.published().lasting().not_ended())
    return found.exclude(pk__in=spoken_for.values("university"))


def posts_open_to(user):
    """The posts that `user` may read, with their work telephones: all for the ministry.

    For others those held today: of both sides of the pairs that are theirs or that they watch over, and of their own
    province.
    """
    if user.oversees:
        return Membership.objects.all()
    universities = [paired(pairs.lasting()).values("pk") for pairs in (pairs_of(user), pairs_watched_by(user))]
    near = Q(university__in=universities[0]) | Q(university__in=universities[1])
    own = Q(role=Role.OFFICER, province__in=user.provinces) | Q(user=user)
    return Membership.objects.current().filter(Q(role=Role.COORDINATOR) & near | own, user__is_active=True)
