"""What the database asks for again is done again: it takes one of two transactions back that wait for each other.

A whole form is answered again, and not its last transaction only: what the answer was worked out of may have changed
meanwhile. Sent twice, each form does what it does once (core/tokens.py, core/versioning.py), so that this is safe.
"""

import logging
import random
import time

from django.db import connection
from django.utils.deprecation import MiddlewareMixin

from core import outages

log = logging.getLogger(__name__)
TRIES = 5
PAUSE = 0.05  # seconds before the second try, at most; twice as many before each further one


def retried(do, tries=TRIES):
    """What `do()` gives, called again while the database asks for that; within a transaction it is called once."""
    for tried in range(1, tries + 1):
        try:
            return do()
        except Exception as error:
            if tried == tries or not outages.asks_again(error) or connection.in_atomic_block:
                raise
            log.warning("The database asks for another try after the %s. (%s)", tried, type(error).__name__)
        time.sleep(random.uniform(0, PAUSE * 2**tried))  # so that the two do not meet again
    return None


class Retries(MiddlewareMixin):
    """Answers a form anew that the database could not take; it stands behind all other middleware."""

    def process_exception(self, request, error):
        if request.method != "POST" or not outages.asks_again(error):
            return None
        match = request.resolver_match

        def answer():
            for file in request.FILES.values():
                file.seek(0)
            return match.func(request, *match.args, **match.kwargs)

        log.warning("The database asks for %s again. (%s)", match.view_name, type(error).__name__)
        return retried(answer, TRIES - 1)
