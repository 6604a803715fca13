"""What must be right for signing in: system checks that say how to mend it."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
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


@register(Tags.security, deploy=True)
def passkeys(app_configs, **kwargs):
    """Browsers make passkeys over HTTPS alone, and for one host that is called by a name."""
    if settings.DEBUG:
        return []
    if not settings.PASSKEYS:
        problem = _("There are no passkeys without HTTPS: HTTPS is off.")
        remedy = _("Serve the portal over HTTPS and leave HTTPS out of the settings; until then there are codes only.")
        return [Warning(problem, hint=str(remedy), id="portal.W033")]
    address = urlsplit(settings.SITE["address"]).hostname
    hosts = [address] if address else settings.ALLOWED_HOSTS
    if len(hosts) == 1 and is_name(hosts[0]):
        return []
    problem = _("Passkeys cannot belong to “%(hosts)s”.") % {"hosts": ", ".join(hosts)}
    remedy = _(
        "Set SITE_ADDRESS to the one address that people open, by a name and not by numbers, as in "
        "https://pairs.example.edu.cn; otherwise browsers make no passkeys, or take them under one name only."
    )
    return [Warning(problem, hint=str(remedy), id="portal.W034")]


def is_name(host):
    """Whether `host` is the name of one host: not an IP address, nor a pattern of ALLOWED_HOSTS."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return not host.startswith((".", "*"))
    return False
