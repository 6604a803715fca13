"""Middleware: a number for each request, and its address without what was added on its way.

The number is shared by the answer, its error page and its log lines.
"""

import logging
import re
import secrets
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps

from django.conf import settings

HEADER = "X-Request-ID"
LONGEST = 64  # characters
WELL_FORMED = re.compile(rf"[0-9A-Za-z-]{{8,{LONGEST}}}")
SECRET_PARTS = ("token", "key")  # of an address: whoever has them may come in

_current = ContextVar("request_id", default="")
_request = ContextVar("request", default=None)


def middleware(answer):
    """A decorator: `answer(get_response, request)` as middleware, which Django makes of `get_response` alone."""

    @wraps(answer)
    def made(get_response):
        return partial(answer, get_response)

    return made


def current():
    """The number of the request being answered; empty outside of one."""
    return _current.get()


def current_request():
    """The request being answered; None outside of one."""
    return _request.get()


@contextmanager
def numbered_as(number):
    """Within it what is done belongs to the request with this number."""
    before = _current.set(number)
    try:
        yield
    finally:
        _current.reset(before)


@middleware
def numbered(get_response, request):
    """Middleware that numbers each request; a number is taken over from the portal's own proxy alone."""
    sent = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    number = sent if WELL_FORMED.fullmatch(sent) else secrets.token_hex(6)
    request.number = number
    before = _request.set(request)
    try:
        with numbered_as(number):
            response = get_response(request)
    finally:
        _request.reset(before)
    response[HEADER] = number
    return response


class RequestFilter(logging.Filter):
    """Gives each log record the number of its request, and takes out of it what would open a door."""

    def filter(self, record):
        request = getattr(record, "request", None)  # is told of after its answer has left the middleware as well
        record.request_id = current() or getattr(request, "number", "-")
        secret = secret_parts(getattr(request, "resolver_match", None))
        if secret and isinstance(record.args, tuple):
            record.args = tuple(without(arg, secret) for arg in record.args)
        return True


def secret_parts(match):
    """The parts of an address by which whoever has them may come in."""
    return [str(match.kwargs[part]) for part in SECRET_PARTS if part in match.kwargs] if match else []


def without(arg, secret):
    """A text with … in place of each of the secret parts; anything else as it is."""
    if isinstance(arg, str):
        for part in secret:
            arg = arg.replace(part, "…")
    return arg


# Messengers, mailers and advertisers mark the links that pass through them; the reader did not ask for anything.
ADDED_ON_THE_WAY = {
    "from", "isappinstalled", "nsukey", "scene", "clicktime", "enterid", "sharer_shareinfo", "sharer_shareinfo_first",
    "sharer_shareid", "sharer_sharetime", "mpshare", "chksm", "tdsourcetag", "_wv", "qq_aio_chat_type", "weibo_id",
    "srcid", "wxfrom", "ascene", "devicetype", "exportkey", "pass_ticket", "wx_header", "wxshare_count",
    "share_token", "share_source", "share_medium", "share_from", "spm", "scm", "bd_vid", "hmsr", "hmpl", "hmcu", "hmkw",
    "hmci", "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid", "ttclid", "_ga",
    "_gl", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "mkt_tok", "vero_id", "oly_anon_id", "oly_enc_id",
}  # fmt: skip
ADDED_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_")


def is_added(name):
    """True for the name of a parameter that came to the link on its way."""
    return name in ADDED_ON_THE_WAY or name.startswith(ADDED_PREFIXES)


@middleware
def without_added(get_response, request):
    """Middleware that takes what was added on the way out of the address before anything reads it."""
    if any(map(is_added, request.GET)):
        asked = request.GET.copy()
        for name in filter(is_added, request.GET):
            del asked[name]
        request.GET = asked
        request.META["QUERY_STRING"] = asked.urlencode()
    return get_response(request)
