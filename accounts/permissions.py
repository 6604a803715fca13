"""Whose pairs are whose: the one place that says which pairs a person's posts reach, and whom a page is for.

To all others the page does not exist, and who may read but not act is told why.
"""

from functools import wraps
from operator import attrgetter

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models.post import Membership
from core.access import signed_in
from core.exceptions import Locked, Refused
from pairs.models import Pair, Side

MINISTRY = "ministry"
ONLY_EDITORS = gettext_lazy("Only editors of the ministry do this.")
ONLY_MINISTRY = gettext_lazy("Only inspectors and editors of the ministry do this.")


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


def of_side(user, pair="pair"):
    """The Q of rows logged for a side for which `user` speaks today; `pair` is their path to the published pair."""
    recipient = Q(side=Side.RECIPIENT, **{f"{pair}__recipient__in": user.universities})
    supporter = Q(side=Side.SUPPORTER, **{f"{pair}__supporter__in": user.universities})
    return (recipient | supporter) & Q(**{f"{pair}__batch__published_at__isnull": False})


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


def chosen_pair(request, own, preferred):
    """The pair of `own` in the address, or the only one there is, of `preferred` first; None when it must be asked.

    Locked, with the reason, for who speaks for both of its sides and so acts for neither.
    """
    if address := request.GET.get("pair"):
        try:
            offered = [own.at(address)]
        except Pair.DoesNotExist:
            raise Http404 from None
    else:
        offered = list(preferred[:2]) or list(own[:2])
    if len(offered) != 1:
        return None
    if acting_side(request.user, offered[0]) is None:
        message = _("You hold posts on both sides of this pair, so you act for neither.")
        raise Locked(message, reverse("desk_pair", args=[offered[0].address]), str(offered[0]))
    return offered[0]


def may_log(user):
    """Whether this person writes entries at all: coordinators of a published pair, and editors."""
    return user.is_editor or pairs_of(user).exists()


def lacks_second_factor(user):
    """Whether `user` is staff who have not set up the second factor that the portal requires of them."""
    return settings.STAFF_SECOND_FACTOR and user.is_authenticated and user.is_staff and not is_mfa_enabled(user)


def requires(inside, allowed=None, message=""):
    """A decorator for views: 404 unless `inside` holds for the user, then 403 with `message` unless `allowed` does."""

    def decorate(view):
        @signed_in
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not inside(request.user):
                raise Http404
            if allowed:
                forbid_unless(allowed(request.user), message)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def forbid_unless(condition, message):
    """403 with `message` for who may be here, but cannot do this."""
    if not condition:
        raise PermissionDenied(message)


def forbid_closed(workflow, name, record, user):
    """403 with the reason unless this transition of the record is open to `user`.

    Who lacks the right reads another page than who has it while the record does not allow it.
    """
    try:
        workflow.refuse(record, name, user)
    except Refused as refusal:
        denied = PermissionDenied if refusal.code == "not_yours" else Locked
        raise denied(refusal.message) from refusal


ministry_only = requires(attrgetter("oversees"))
editors_only = requires(attrgetter("oversees"), attrgetter("is_editor"), ONLY_EDITORS)
overseers_only = requires(may_oversee)
workers_only = requires(attrgetter("works_here"))
