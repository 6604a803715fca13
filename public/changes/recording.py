"""The worker records what changed, soon after it did."""

import time

from core.worker import repeated

from . import comparison

REST = 9  # times as long as the last comparison took: at most a tenth of one processor, however much there is
_rests_until = 0


@repeated
def record_changes(stop=None):
    """Compare what is public where it may have changed, and rest for a while afterwards."""
    global _rests_until
    begun = time.monotonic()
    if begun < _rests_until or not comparison.is_due():
        return
    comparison.compare()
    _rests_until = time.monotonic() + REST * (time.monotonic() - begun)
