"""The statistics and their downloads."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

import opendata
from activities.activities.tables import facts
from core.access import public
from core.filters import download_of
from core.parameters import accepts_list
from opendata.columns import in_language
from oversight.statistics.tables import TABLES

from . import drawn_findings, page_list
from .filters import StatisticsFilterSet
from .queries import Statistics


@public
@require_safe
@accepts_list(StatisticsFilterSet)
def statistics(request):
    """The overview: the figures that matter, and one picture of each page."""
    if "page" in request.GET:  # when there was one page, this was that of its grid
        return redirect(f"{page_list.BY_NAME['commitments'].address()}?{request.GET.urlencode()}", permanent=True)
    listing, found = asked(request)
    query = listing.query()
    context = {"listing": listing, "found": found, "links": page_list.links(query), "url_name": "statistics"}
    if found.of_pairs:
        context["cards"] = [
            (one, one.address(query), drawn_findings.ON_OVERVIEW[one.name](found)) for one in page_list.PAGES
        ]
    return render(request, "oversight/statistics/overview.html", context)


@public
@require_safe
@accepts_list(StatisticsFilterSet)
def statistics_page(request, name):
    """One page."""
    listing, found = asked(request)
    here = page_list.BY_NAME[name]
    context = {"listing": listing, "found": found, "here": here, "links": page_list.links(listing.query(), here)}
    context |= {"url_name": here.url_name, "query": listing.query()}
    if found.of_pairs:
        context["page"] = listing.page if name == "commitments" else None  # before what is wrong with it is told
        context |= {"contents": page_list.contents(here, found), "pictures": drawn_findings.ON_PAGE[name](found)}
    return render(request, here.template, context)


def asked(request):
    listing = StatisticsFilterSet(request.GET)
    return listing, Statistics(listing)


@public
@download_of(StatisticsFilterSet)
def statistics_download(listing, form, name):
    table = TABLES[name]
    title_en = in_language("en", table.name)
    return opendata.respond(form, table.title, table.columns, table.of(listing), title_en=title_en, **facts(listing))
