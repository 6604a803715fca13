"""The time of day that the portal sees while its past is made up."""

from contextlib import contextmanager

from django.utils import timezone


@contextmanager
def standing_at(moment):
    """Within it, `moment` is now for everything that asks django.utils.timezone; for one thread, in a command."""
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
