"""A number for each request, which its answer, its error page and its log lines share."""

import logging
import re
import secrets
from contextvars import ContextVar

from django.conf import settings

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[0-9A-Za-z-]{8,64}")
SECRET_PARTS = ("token", "key")  # of an address: whoever has them may come in

_current = ContextVar("request_id", default="")


def current():
    """The number of the request being answered; empty outside of one."""
    return _current.get()


def numbered(get_response):
    """Middleware that numbers each request; a number is taken over from the portal's own proxy alone."""

    def middleware(request):
        sent = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
        number = sent if WELL_FORMED.fullmatch(sent) else secrets.token_hex(6)
        request.number = number
        before = _current.set(number)
        try:
            response = get_response(request)
        finally:
            _current.reset(before)
        response[HEADER] = number
        return response

    return middleware


class RequestFilter(logging.Filter):
    """Gives each log record the number of its request, and takes out of it what would open a door."""

    def filter(self, record):
        request = getattr(record, "request", None)  # is told of after its answer has left the middleware as well
        record.request_id = current() or getattr(request, "number", "-")
        match = getattr(request, "resolver_match", None)
        secret = [str(match.kwargs[part]) for part in SECRET_PARTS if part in match.kwargs] if match else []
        if secret and isinstance(record.args, tuple):
            record.args = tuple(without(arg, secret) for arg in record.args)
        return True


def without(arg, secret):
    """A text with … in place of each of the secret parts; anything else as it is."""
    if isinstance(arg, str):
        for part in secret:
            arg = arg.replace(part, "…")
    return arg
