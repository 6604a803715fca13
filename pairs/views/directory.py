"""The search, the list of universities, its twins, and the page of one university."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

import opendata
from core.access import public
from core.list_pages import render_list
from pairs import tables
from pairs.answers import answer, answers
from pairs.filters import SearchFilterSet, UniversityFilterSet
from pairs.models import University


@public
@require_safe
def search(request):
    listing = SearchFilterSet(request.GET, University.objects.public())
    asked = listing.values.get("q", "")
    found = answers(listing.page, asked) if asked else []
    near = answers(University.objects.public().near(asked)) if asked and not found else []
    meant = [answer for answer in found if answer.is_exact]
    facts = {"listing": listing, "asked": asked, "found": found, "meant": meant, "near": near}
    return render(request, "pairs/search.html", facts)


@public
@require_safe
@vary_on_headers("HX-Request")
def university_list(request):
    listing = UniversityFilterSet(request.GET, University.objects.public())
    return render_list(
        request, "pairs/university_list.html", listing, answers(listing.page, listing.values.get("q", ""))
    )


@public
@require_safe
@opendata.takes(*UniversityFilterSet.base_filters)
def university_download(request, form):
    listing = UniversityFilterSet(request.GET, University.objects.public())
    if listing.problems:
        return opendata.refuse(form, listing.problems)
    rows = tables.university_rows(listing.qs)
    return opendata.respond(form, "高校", tables.UNIVERSITIES, rows, **tables.facts(listing))


@public
@require_safe
def university(request, code):
    found = get_object_or_404(University.objects.public().select_related("successor"), code=code)
    short = [name for name in found.names.all() if name.is_everyday]
    names = [name for name in found.names.all() if not name.is_everyday]
    facts = {"university": found, "answer": answer(found), "predecessors": found.predecessors.public()}
    facts |= {"names": names, "short_names": short}
    return render(request, "pairs/university.html", facts)
