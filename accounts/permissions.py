"""Whose pairs are whose: the one place that says which pairs a person's posts reach."""

from django.db.models import Q
from django.http import Http404

from accounts.models.post import Membership
from pairs.models import Pair, Side

MINISTRY = "ministry"


def pairs_of(user):
    """The published pairs with a side for which `user` speaks today."""
    return Pair.objects.published().of_universities(user.universities)


def pairs_watched_by(user):
    """The published pairs with a side in a province for which `user` is an officer today."""
    there = Q(recipient_province__in=user.provinces) | Q(supporter_province__in=user.provinces)
    return Pair.objects.published().filter(there)


def may_oversee(user):
    """Whether `user` looks after what pairs owe: the ministry, and the officers of a province."""
    return user.oversees or bool(user.provinces)


def pairs_overseen_by(user):
    """The published pairs whose duties `user` looks after: all for the ministry, for an officer the province's."""
    return Pair.objects.published() if user.oversees else pairs_watched_by(user)


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
    return Membership.objects.speaking_for([getattr(pair, f"{side}_id")])


def ever_spoke_for(user, university):
    """Whether `user` holds or ever held the post of a coordinator of `university` (its key), deleted posts included."""
    posts = {"user_id": user.pk, "university_id": university, "role": Membership.Role.COORDINATOR}
    return Membership.objects.filter(**posts).exists() or Membership.history.filter(**posts).exists()


def pair_at(user, address):
    """The pair at an address whose inner life `user` may read; the same 404 for one that is not there."""
    try:
        return pairs_open_to(user).with_universities().with_names().at(address)
    except Pair.DoesNotExist:
        raise Http404 from None


def may_log(user):
    """Whether this person writes entries at all: coordinators of a published pair, and editors."""
    return user.is_editor or pairs_of(user).exists()
