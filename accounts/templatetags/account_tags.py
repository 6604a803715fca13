"""What pages tell of signing in, and how they name a pair to a person who speaks for one side of it."""

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


@register.inclusion_tag("accounts/includes/pair_of_row.html", takes_context=True)
def pair_of_row(context, pair):
    """The pair of a row on the desk: to who speaks for one side the partner alone, to all others both names."""
    ours = context["request"].user.universities
    partners = [side for side in pair.sides if side.university.pk not in ours]
    return {"pair": pair, "partner": partners[0] if len(partners) == 1 else None}
