"""The page of one mechanism: what it covers, what has been done under it, and the good practice it has."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from activities.activities.progress import MechanismRecord
from activities.catalogue.filters import PairsUnderFilterSet
from activities.catalogue.models.mechanism import Mechanism
from core.access import public


@public
@require_safe
def mechanism(request, number):
    found = get_object_or_404(Mechanism, number=number)
    before, after = Mechanism.objects.beside(found)
    record = MechanismRecord(found)
    listing = PairsUnderFilterSet(request.GET, record.pairs)
    shown = {"mechanism": found, "before": before, "after": after, "mechanisms": Mechanism.objects.all()}
    done = {"record": record, "listing": listing, "lines": record.lines(listing.page)}
    return render(request, "public/mechanism.html", shown | done)
