"""Pages for when something is wrong: what it is, the number of the request, and what was typed.

They need neither database nor session, and speak both languages at once.
"""

import sys

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string

from core import middleware, outages
from core.access import Access, access_of_request
from opendata.api import problems

RETRY_AFTER = 30  # seconds
SHORT = 20  # characters: what is no longer is typed again in no time
NOT_TYPED = ("csrfmiddlewaretoken", "token")


def server_error(request):
    """The answer to an exception, which Django has logged: no room left, database away, or a fault of the code."""
    error = sys.exception()
    if outages.is_full(error):
        return page(request, "507.html", 507)
    if outages.is_away(error):
        response = page(request, "503.html", 503)
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    return page(request, "500.html", 500)


def page(request, template, status):
    """An error page with the number of the request and what was typed in the form that was sent."""
    if problems.are_told(request):
        return problems.answer(status, request=middleware.current())
    facts = {"request_id": middleware.current(), "path": request.get_full_path()}
    facts |= {"fields": sent_fields(request), "texts": typed_texts(request)}
    return HttpResponse(render_to_string(template, facts), status=status)


def typed_texts(request):
    """The longer texts of the form that was sent."""
    texts = [text for name, text in sent_fields(request) if name not in NOT_TYPED]
    return [text for text in texts if len(text) > SHORT or "\n" in text]


def sent_fields(request):
    """(name, text) for each field of a form sent to a page of the inside; none of one that holds a password."""
    if request.method != "POST" or not request.resolver_match or getattr(request, "is_unread", False):
        return []
    if access_of_request(request) is not Access.PRIVATE:
        return []
    try:
        fields = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except (MultiPartParserError, SuspiciousOperation, RequestDataTooBig, OSError):
        return []
    return [] if any("password" in name for name, _text in fields) else fields
