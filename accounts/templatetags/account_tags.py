"""What pages tell of signing in: how long sessions last, and whether there are passkeys."""

from allauth.mfa import app_settings
from django import template

from core.session_limits import limits

register = template.Library()


@register.simple_tag
def session_limits(is_staff):
    """How long a session may stand unused and how long it lasts at the most: {"idle": …, "longest": …}."""
    return dict(zip(("idle", "longest"), limits(is_staff), strict=True))


@register.simple_tag
def has_passkeys():
    """Whether passkeys can be had on this site."""
    return app_settings.PASSKEY_LOGIN_ENABLED
