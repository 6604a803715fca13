"""The list of entries on the desk, its files, and the report of a month."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

import opendata
from activities.activities.models.activity import Activity
from core.access import signed_in
from core.filters import download_of
from core.parameters import accepts_list
from opendata.responses import named

from . import report, tables
from .filters import EntryFilterSet

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def readable(request):
    return Activity.objects.open_to(request.user)


@signed_in
@require_safe
def entries(request):
    """Everything this person may read of what was entered, newest first."""
    listing = EntryFilterSet(request.GET, readable(request))
    rows = listing.page.object_list.for_rows()
    return render(request, "public/desk/entries.html", {"listing": listing, "rows": rows, "active": "entries"})


@signed_in
@download_of(EntryFilterSet, readable)
def download(listing, form):
    """The filtered entries as a file, all of them, in the order of their days."""
    found = listing.qs.order_by("ends_on", "pk")
    return opendata.respond(form, "帮扶记录", tables.columns(found), tables.rows(found), filters=dict(listing.values))


@signed_in
@require_safe
@accepts_list(EntryFilterSet)
def month_report(request):
    """The filtered entries as a Word file for a report."""
    listing, now = EntryFilterSet(request.GET, readable(request)), localtime()
    if listing.page.paginator.count > report.MOST:
        messages.warning(request, report.too_many())
        return redirect(f"{reverse('desk_entries')}?{listing.query()}")
    answer = HttpResponse(report.of(listing, now), content_type=DOCX)
    name = named(f"{report.title_of(listing)}-{now:%Y%m%d}.docx")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
