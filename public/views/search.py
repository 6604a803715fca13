"""The search for a university."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import public
from pairs.directory.filters import SearchFilterSet
from pairs.models import University
from pairs.pairs.pairing_lookup import answers


@public
@require_safe
def search(request):
    listing = SearchFilterSet(request.GET)
    asked = listing.values.get("q", "")
    found = answers(listing.page, asked) if asked else []
    near = answers(University.objects.public().near(asked)) if asked and not found else []
    meant = [answer for answer in found if answer.is_exact]
    facts = {"listing": listing, "asked": asked, "found": found, "meant": meant, "near": near}
    return render(request, "public/search.html", facts)
