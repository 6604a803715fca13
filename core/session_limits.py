"""How long anybody stays signed in."""

from datetime import timedelta

from django.conf import settings


def limits(is_staff):
    """How long a session of staff, or of others, lasts unused, and how long at the most, as two timedeltas."""
    kind = "STAFF" if is_staff else "OTHERS"
    return (
        timedelta(minutes=settings.SESSION_LIMITS[f"{kind}_IDLE_MINUTES"]),
        timedelta(hours=settings.SESSION_LIMITS[f"{kind}_LONGEST_HOURS"]),
    )
