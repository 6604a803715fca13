"""The list of pairs, its twins, and the page of one pair."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

import opendata
from core.access import public
from core.list_pages import render_list
from pairs import tables
from pairs.filters import PairFilterSet
from pairs.models import Pair
from pairs.resources import PairResource


@public
@require_safe
@vary_on_headers("HX-Request")
def pair_list(request):
    listing = PairFilterSet(request.GET, Pair.objects.published())
    return render_list(request, "pairs/pair_list.html", listing, Pair.objects.on_page(listing.page))


@public
@require_safe
@opendata.takes(*PairFilterSet.base_filters)
def pair_download(request, form):
    listing = PairFilterSet(request.GET, Pair.objects.published())
    if listing.problems:
        return opendata.refuse(form, listing.problems)
    rows = PairResource().rows(listing.qs)
    return opendata.respond(form, "结对名单", PairResource.columns, rows, **tables.facts(listing))


@public
@require_safe
def pair(request, address):
    pairs = Pair.objects.published().with_universities().with_names()
    try:
        found = pairs.at(address)
    except Pair.DoesNotExist:
        raise Http404 from None
    if found.address != address:
        return redirect(found, permanent=True)
    before, after = pairs.beside(found)
    return render(request, "pairs/pair.html", {"pair": found, "before": before, "after": after})
