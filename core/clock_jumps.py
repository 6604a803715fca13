"""The clock of the machine may be put forward or back while the portal runs; what goes by it must not go astray.

A moment that was kept and lies further ahead than anything is ever put off was kept by a clock that went wrong.
"""

import logging
import time
from datetime import timedelta

log = logging.getLogger(__name__)
AHEAD = timedelta(minutes=10)  # no two machines of one portal differ by more
WAITS = 3600  # seconds; so long somebody, or the time service, has to put a wrong clock right


class Clock:
    """The machine's clock beside one that only runs on, which tells when the first was put forward or back."""

    def __init__(self):
        self.apart, self.trusted_from = self.difference(), 0

    @staticmethod
    def difference():
        return time.time() - time.monotonic()

    def is_trusted(self):
        """False for an hour after it was put forward or back by more than `AHEAD`; the log says so."""
        apart = self.difference()
        if abs(apart - self.apart) > AHEAD.total_seconds():
            log.error("The clock was put on by %d s: what is done by it waits for an hour", apart - self.apart)
            self.trusted_from = time.monotonic() + WAITS
        self.apart = apart
        return time.monotonic() >= self.trusted_from
