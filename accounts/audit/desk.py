"""The audit log on the ministry's desk, its files, and all that one request did."""

from functools import partial

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import opendata
from accounts.permissions import ministry_only
from core.audit.models import AuditEntry
from core.audit.requests import done_in
from core.filters import download_of

from .filters import AuditFilterSet
from .tables import COLUMNS, rows

MOST = 50_000  # rows of one file


def everything(request):
    return AuditEntry.objects.all()


@ministry_only
@require_safe
def audit_log(request):
    """The entries as the address asks for them, and what was counted of late."""
    listing = AuditFilterSet(request.GET, everything(request))
    facts = {"listing": listing, "rows": listing.page.object_list.for_rows(), "active": "people"}
    return render(request, "accounts/audit/audit_log.html", facts)


@ministry_only
@download_of(AuditFilterSet, everything)
def download(listing, form):
    """The entries found as a file; refused where they are more than one file holds, so that none is cut short."""
    if (count := listing.qs.count()) > MOST:
        return opendata.refuse(form, partial(too_many, count))
    return opendata.respond(form, "审计日志", COLUMNS, rows(listing.qs), filters=dict(listing.values))


def too_many(count):
    """The problem of a file that would hold more than it may."""
    message = _("These are %(count)d entries; a file holds %(most)d. Choose a shorter time.")
    return [{"field": "since", "value": "", "message": message % {"count": count, "most": MOST}}]


@ministry_only
@require_safe
def audited_request(request, number):
    """What one request did: its entries, the transitions and the lines of histories that carry its number."""
    found = done_in(number)
    if not any(found.values()):
        raise Http404
    return render(request, "accounts/audit/request.html", found | {"number": number, "active": "people"})
