"""Errors as RFC 9457 has them: one shape for all, with the reason in both languages."""

import json
import re
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.negotiation import DefaultContentNegotiation

from opendata.columns import in_language
from opendata.cross_origin import READABLE

PREFIXES = ("/api/v1/", "/api/schema/")
JSON_ACCEPTED = re.compile(r"(?:\*/\*|application/(?:\*|(?:[\w.]+\+)?json))(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
CONTENT_TYPE = "application/problem+json"
WHY = {
    400: _("The address asks for something that this resource does not know; each error says what it knows."),
    404: _("There is nothing public at this address."),
    405: _("Data are only read here, with GET or HEAD."),
    406: _("Answers are JSON only; ask for application/json."),
    410: _("This was withdrawn from the public."),
    429: _("Too many answers had to be made for your address; wait as long as Retry-After says."),
    500: _("Something went wrong here. The request number helps to find it."),
    503: _("The data cannot be read at the moment; try again after a while."),
}


class Negotiated(DefaultContentNegotiation):
    """What a reader accepts was looked at by `refusal`; answers do not depend on it."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class ProblemError(Exception):
    """Ends a view with an error; `facts` are further members of the answer."""

    def __init__(self, status, detail=None, **facts):
        self.status, self.detail, self.facts = status, detail, facts


def in_both(text, name="detail"):
    """A text in both languages, under `name` and `name`_en."""
    return {name: in_language("zh-hans", text), f"{name}_en": in_language("en", text)}


def answer(status, detail=None, headers=None, **facts):
    """The response for an error."""
    about = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    about |= in_both(detail or WHY.get(status, HTTPStatus(status).description)) | facts
    body = json.dumps(about, ensure_ascii=False).encode()
    headers = READABLE | {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"} | (headers or {})
    return HttpResponse(body, status=status, headers=headers, content_type=CONTENT_TYPE)


def are_told(request):
    """Whether whoever asks expects errors of this shape: under the API's address, and where its views stand."""
    match = request.resolver_match
    return request.path_info.startswith(PREFIXES) or bool(match and getattr(match.func, "tells_problems", False))


def refusal(request):
    """The answer to what the API never takes: another method, another form than JSON; None where it may go on."""
    if not request.path_info.startswith(PREFIXES):
        return None
    if request.method not in ("GET", "HEAD"):
        return answer(405, headers={"Allow": "GET, HEAD, OPTIONS"})
    accepted = request.META.get("HTTP_ACCEPT")
    return answer(406) if accepted and not JSON_ACCEPTED.search(accepted) else None


def exception_handler(error, _context):
    """The response for what a view raises; None for a fault of the code, which Django logs."""
    if isinstance(error, ProblemError):
        return answer(error.status, error.detail, **error.facts)
    if isinstance(error, Http404):
        return answer(404)
    if isinstance(error, APIException):
        return answer(error.status_code)
    return None
