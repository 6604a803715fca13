"""What must be right for signing in: system checks that say how to mend it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.http.request import validate_host
from django.utils.translation import gettext_lazy as _


@register(Tags.security)
def session_limits(app_configs, **kwargs):
    """Nobody is signed out at the latest before they would be for not using the session."""
    problem = _("%(idle)s is longer than %(longest)s.")
    remedy = _("Set the first in minutes, the second in hours, and the first no longer than the second.")
    return [
        Error(
            problem % {"idle": f"{prefix}IDLE_MINUTES", "longest": f"{prefix}LONGEST_HOURS"}, hint=str(remedy), id=code
        )
        for prefix, kind, code in (("SESSION_STAFF_", "STAFF", "portal.E030"), ("SESSION_", "OTHERS", "portal.E031"))
        if settings.SESSION_LIMITS[f"{kind}_IDLE_MINUTES"] > 60 * settings.SESSION_LIMITS[f"{kind}_LONGEST_HOURS"]
    ]


@register(Tags.security, deploy=True)
def own_address(app_configs, **kwargs):
    """The host of SITE_ADDRESS, to which links in letters lead and passkeys belong, is one that the portal answers."""
    host = urlsplit(settings.SITE["address"]).hostname
    if settings.DEBUG or not host or validate_host(host, settings.ALLOWED_HOSTS):
        return []
    remedy = _("Add the host to ALLOWED_HOSTS, or correct SITE_ADDRESS.")
    problem = _("SITE_ADDRESS names a host that is not in ALLOWED_HOSTS: “%(host)s”.")
    return [Error(problem % {"host": host}, hint=str(remedy), id="portal.E032")]
