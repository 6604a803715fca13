"""Records what is refused to people who have signed in, and every file that is not for everybody."""

import logging

from django.conf import settings
from django.db import DatabaseError
from django.shortcuts import render

from core.access import Access, access_of_request
from core.middleware import middleware, secret_parts, without

from .models import AuditCount, AuditEntry
from .recording import COUNTS, has_reached, record

log = logging.getLogger(__name__)
REFUSALS = (403, 404)
REFUSALS_A_MINUTE = 20  # stored of one person; more are counted


@middleware
def audited(get_response, request):
    """Middleware; stands behind that which knows the person."""
    response = get_response(request)
    access, status = access_of_request(request), response.status_code
    if request.resolver_match is None or access is Access.PUBLIC or status >= 500:
        return response  # an address that leads nowhere refuses nobody anything, nor does a fault
    is_refusal, is_file = status in REFUSALS, status == 200 and response.has_header("Content-Disposition")
    if access is Access.ANYBODY and not (is_refusal or is_file):
        return response
    if not request.user.is_authenticated:
        if not is_file:  # whom the guard led to sign in was kept out
            COUNTS.add(AuditCount.Kind.ANONYMOUS)
    elif is_refusal:
        record_refusal(request, status)
    elif is_file:
        return recorded_download(request, response)
    return response


def record_refusal(request, outcome):
    """Record a refusal unless this person has too many in this minute; the page is the same if that cannot be done."""
    kind = AuditEntry.Kind.REFUSAL
    try:
        if has_reached(REFUSALS_A_MINUTE, kind, request.user):
            COUNTS.add(AuditCount.Kind.MORE_REFUSALS)
        else:
            record(kind, request.user, subject_of(request), str(outcome))
    except DatabaseError:
        log.exception("The audit log could not be written: %s of %s", outcome, request.user.pk)


def recorded_download(request, response):
    """The file, once it is recorded that this person got it; 429 for who has had more than a person looks at."""
    limit = settings.DOWNLOAD_LIMIT
    if limit and has_reached(limit, AuditEntry.Kind.DOWNLOAD, request.user):
        record_refusal(request, 429)
        refusal = render(request, "core/too_many_downloads.html", {"limit": limit}, status=429)
        refusal["Retry-After"] = "60"
        return refusal
    record(AuditEntry.Kind.DOWNLOAD, request.user, subject_of(request))
    return response


def subject_of(request):
    """The path, without the keys in it; never the query, which may hold what was typed."""
    return without(request.path, secret_parts(request.resolver_match))
