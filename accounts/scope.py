"""Whose pairs are whose: the one place that says which pairs a person's posts reach."""

from django.db.models import Q

from accounts.models import Membership
from pairs.models import Pair, Side

MINISTRY = "ministry"


def pairs_of(user):
    """The published pairs with a side for which `user` speaks today."""
    return Pair.objects.published().of_universities(user.universities)


def pairs_watched_by(user):
    """The published pairs with a side in a province for which `user` is an officer today."""
    there = Q(recipient_province__in=user.provinces) | Q(supporter_province__in=user.provinces)
    return Pair.objects.published().filter(there)


def pairs_open_to(user):
    """The pairs whose inner life `user` may read: one's own, those watched over, all for the ministry."""
    if user.oversees:
        return Pair.objects.all()
    return pairs_of(user) | pairs_watched_by(user)


def sides_of(user, pair):
    """The sides of `pair` for which `user` speaks today; more than one for who holds a post at both universities."""
    if not pair.batch.published_at:
        return []
    return [side.value for side in Side if getattr(pair, f"{side}_id") in user.universities]


def acting_side(user, pair):
    """For whom `user` acts in `pair`: "recipient", "supporter", "ministry", or None.

    Who holds posts on both sides acts for neither, so that nobody agrees with himself.
    """
    if user.is_editor:
        return MINISTRY
    sides = sides_of(user, pair)
    return sides[0] if len(sides) == 1 else None


def coordinators_of(pair, side):
    """The posts of those who speak for one side of `pair` today."""
    posts = Membership.objects.current().filter(role=Membership.Role.COORDINATOR, user__is_active=True)
    return posts.filter(university=getattr(pair, f"{side}_id")).select_related("user")
