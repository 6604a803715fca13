"""The statistics and their downloads."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

import opendata
from activities.activities.tables import facts
from core.access import public
from core.filters import download_of
from core.parameters import accepts_list
from oversight.statistics.tables import TABLES

from .filters import StatisticsFilterSet
from .queries import Statistics


@public
@require_safe
@accepts_list(StatisticsFilterSet)
def statistics(request):
    listing = StatisticsFilterSet(request.GET)
    facts = {"listing": listing, "page": listing.page, "found": Statistics(listing)}
    return render(request, "oversight/statistics/statistics.html", facts)


@public
@download_of(StatisticsFilterSet)
def statistics_download(listing, form, name):
    table = TABLES[name]
    return opendata.respond(form, table.title, table.columns, table.of(listing), **facts(listing))
