"""The statistics and their downloads."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

import opendata
from activities.activities.tables import facts
from core.access import public
from oversight.statistics.tables import TABLES
from pairs.models import Pair

from .filters import StatisticsFilterSet
from .report import StatisticsReport


@public
@require_safe
def statistics(request):
    listing = StatisticsFilterSet(request.GET, Pair.objects.published())
    facts = {"listing": listing, "page": listing.page, "found": StatisticsReport(listing)}
    return render(request, "oversight/statistics/statistics.html", facts)


@public
@require_safe
@opendata.takes(*StatisticsFilterSet.base_filters)
def statistics_download(request, name, form):
    listing, table = StatisticsFilterSet(request.GET, Pair.objects.published()), TABLES[name]
    if listing.problems:
        return opendata.refuse(form, listing.problems)
    return opendata.respond(form, table.title, table.columns, table.of(listing), **facts(listing))
