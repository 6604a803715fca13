"""Measurements for Prometheus, counted in each process and read at /metrics.

prometheus-client is installed in production only (requirements/production.txt); without it nothing is counted.
"""

import time
from functools import lru_cache
from importlib.util import find_spec

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, IntegrityError
from django.db.backends.signals import connection_created

from . import outages
from .access import match_of

IS_INSTALLED = find_spec("prometheus_client") is not None
if IS_INSTALLED:
    from prometheus_client import Counter, Gauge, Histogram
else:

    class Uncounted:
        """Stands in for a measurement."""

        def __init__(self, *args, **kwargs):
            pass

        def labels(self, *values):
            return self

        def change(self, amount=1):
            pass

        inc = dec = observe = change

    Counter = Gauge = Histogram = Uncounted

METHODS = ("GET", "HEAD", "POST")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30)

REQUESTS = Counter("portal_requests", "Requests answered.", ["view", "method", "status"])
DURATION = Histogram("portal_request_seconds", "Time until the answer is ready.", ["view"], buckets=SECONDS)
IN_PROGRESS = Gauge("portal_requests_in_progress", "Requests being answered.", multiprocess_mode="livesum")
STORED_ANSWERS = Counter("portal_stored_answers", "Public answers, by where they came from.", ["source"])
DATABASE_ERRORS = Counter("portal_database_errors", "Statements that the database did not carry out.", ["kind"])


class RequestMetrics:
    """Middleware that counts each request and its time, by the name of its view; addresses and people are not kept."""

    def __init__(self, get_response):
        if not (IS_INSTALLED and settings.METRICS_TOKEN):
            raise MiddlewareNotUsed
        self.get_response = get_response
        connection_created.connect(watch_statements, dispatch_uid="watch_statements")

    def __call__(self, request):
        begun = time.perf_counter()
        IN_PROGRESS.inc()
        try:
            response = self.get_response(request)
        finally:
            IN_PROGRESS.dec()
        view = view_name(request)
        REQUESTS.labels(view, request.method if request.method in METHODS else "other", response.status_code).inc()
        DURATION.labels(view).observe(time.perf_counter() - begun)
        return response


def view_name(request):
    """The name of what answers; there are only so many of them, however many addresses are tried."""
    if match := request.resolver_match:
        return match.view_name
    return "static" if request.path_info.startswith(settings.STATIC_URL) else name_at(request.path_info)


@lru_cache(maxsize=4096)
def name_at(path):
    """The name of the view at a path whose answer was stored; "none" where nothing stands."""
    match = match_of(path)
    return match.view_name if match else "none"


def watch_statements(connection, **kwargs):
    """Count from now on what goes wrong on this connection."""
    if count_errors not in connection.execute_wrappers:
        connection.execute_wrappers.append(count_errors)


def count_errors(execute, sql, params, many, context):
    """Carry out a statement; what a constraint refuses is no fault."""
    try:
        return execute(sql, params, many, context)
    except IntegrityError:
        raise
    except DatabaseError as error:
        kind = "full" if outages.is_full(error) else "away" if outages.is_away(error) else "other"
        DATABASE_ERRORS.labels(kind).inc()
        raise
