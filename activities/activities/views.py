"""The list of activities, its downloads, and the page of one activity."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

import opendata
from activities.activities.models.activity import Activity
from core.access import public
from core.filters import download_of, render_list
from core.parameters import accepts_list

from . import tables
from .filters import ActivityFilterSet
from .public import PublicActivity, rows_of


@public
@require_safe
@accepts_list(ActivityFilterSet)
@vary_on_headers("HX-Request")
def activity_list(request):
    listing = ActivityFilterSet(request.GET)
    rows = rows_of(listing.page.object_list.with_measures())
    return render_list(request, "activities/activities/activity_list.html", listing, rows)


@public
@download_of(ActivityFilterSet)
def activity_download(listing, form):
    rows = tables.activity_rows(listing.qs)
    return opendata.respond(
        form, "帮扶活动", tables.activity_columns(), rows, title_en="Activities", **tables.facts(listing)
    )


@public
@require_safe
def activity(request, pk):
    found = (
        Activity.objects.public()
        .with_all_told()
        .prefetch_related("kind__kind_indicators__indicator", "corrections", "merged_duplicates")
        .filter(pk=pk)
        .first()
    )
    if found:
        return render(request, "activities/activities/activity.html", {"activity": PublicActivity(found)})
    if kept := Activity.objects.kept_for(pk):
        return redirect(kept, permanent=True)
    raise Http404
