"""The universities: their list, its downloads, and the page of one."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

import opendata
from core.access import public
from core.filters import download_of, render_list
from pairs.directory.filters import UniversityFilterSet
from pairs.models import University
from pairs.pairs import batch_tables, university_tables
from pairs.pairs.pairing_lookup import answer, answers


@public
@require_safe
@vary_on_headers("HX-Request")
def university_list(request):
    listing = UniversityFilterSet(request.GET)
    return render_list(
        request, "public/university_list.html", listing, answers(listing.page, listing.values.get("q", ""))
    )


@public
@download_of(UniversityFilterSet)
def university_download(listing, form):
    rows = university_tables.university_rows(listing.qs)
    return opendata.respond(form, "高校", university_tables.UNIVERSITIES, rows, **batch_tables.facts(listing))


@public
@require_safe
def university(request, code):
    found = get_object_or_404(University.objects.public().select_related("successor"), code=code)
    short = [name for name in found.names.all() if name.is_everyday]
    names = [name for name in found.names.all() if not name.is_everyday]
    facts = {"university": found, "answer": answer(found), "predecessors": found.predecessors.public()}
    facts |= {"names": names, "short_names": short}
    return render(request, "public/university.html", facts)
