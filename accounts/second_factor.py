"""The second factor: whom it is asked of."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings


def is_missing(user):
    """True for staff who have not set up a second factor where the portal requires one."""
    return settings.STAFF_SECOND_FACTOR and user.is_authenticated and user.is_staff and not is_mfa_enabled(user)
