"""All that shows what a pair did, on one page: entry by entry."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import pair_at
from activities.activities.models.activity import Activity
from core.access import signed_in
from core.filters import page_of


@signed_in
@require_safe
def pair_evidence(request, address):
    """The entries that this person may read, with their evidence; those without any say so."""
    pair = pair_at(request.user, address)
    entries = Activity.objects.open_to(request.user).of_pair(pair).exclude(status="draft")
    page = page_of(entries.for_rows().prefetch_related("evidence").in_order(), request)
    facts = {"pair": pair, "page": page, "active": "desk"}
    return render(request, "activities/activities/desk/pair_evidence.html", facts)
