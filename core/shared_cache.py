"""The cache that processes share, where CACHE_URL names one: it only saves time, and is done without when away."""

import logging
from time import monotonic

from django.conf import settings
from django.core.cache import caches

PAUSE = 10  # seconds for which a process does not ask again, once there was no answer

log = logging.getLogger(__name__)


class SharedCache:
    """Asks the cache, and leaves it alone for a while when it is away: readers do not wait for it in turn."""

    def __init__(self):
        self.away_until = 0

    def is_set_up(self):
        return not settings.CACHES["pages"]["BACKEND"].endswith("DummyCache")

    def ask(self, method, *args):
        """What the `method` of the cache that is set up answers to these arguments; None while it is away."""
        if monotonic() < self.away_until:
            return None
        try:
            return getattr(caches["pages"], method)(*args)
        except Exception as error:  # each backend has errors of its own
            self.away_until = monotonic() + PAUSE
            log.warning("The shared cache does not answer: %s", error)
            return None


SHARED = SharedCache()
