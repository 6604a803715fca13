"""A post ends and is handed over: its last day, and the invitation of whoever follows, in one step.

What is open stays with the side: drafts, answers and turns are the university's or the province's, and open to its
other posts and to the successor.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models.invitation import Invitation
from accounts.models.post import Membership
from core.personal_data import given_reason
from core.versioning import keep


@transaction.atomic
def hand_over(post, by, until, reason, email="", name=""):
    """End `post` on its last day, `until`, and offer the same post to `email` from the next day on, if one is given.

    Returns the Invitation, None where none was made: without a successor, and for the second half of a double tap.
    """
    post.refresh_from_db(from_queryset=Membership.objects.select_for_update(of=("self",)))
    if post.until and post.until < until:
        raise ValidationError({"until": _("The post ends before this day already.")})
    if post.until == until and is_offered(post, by, email):
        return None
    post.until = until
    post.full_clean()
    keep(post, by, given_reason(reason))
    if not email:
        return None
    return Invitation.objects.invite(by, email, name, since=until + timedelta(days=1), **post.facts)


def is_offered(post, by, email):
    """Whether this very step has made its invitation a moment ago."""
    wanted = {"email": email.strip().lower(), "invited_by": by, "since": post.until + timedelta(days=1)}
    return Invitation.objects.open().filter(**wanted, **post.facts).exists()


def colleagues(post):
    """The other posts of the same role and place that go on: those to whom the work passes until a successor comes."""
    found = Membership.objects.current().filter(**post.facts, user__is_active=True).exclude(user=post.user_id)
    return found.with_people()
