"""The mechanisms: how the pairs help, as the notices describe it, and what has been done."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

import opendata
from activities.activities.progress import MechanismRecord
from activities.catalogue.models.mechanism import Mechanism
from core.access import public
from pairs.pairs.batch_tables import facts

from . import tables
from .filters import PairsUnderFilterSet


@public
@require_safe
def mechanism_list(request):
    return render(request, "activities/catalogue/mechanism_list.html", {"mechanisms": Mechanism.objects.all()})


@public
@require_safe
def mechanism(request, number):
    found = get_object_or_404(Mechanism, number=number)
    before, after = Mechanism.objects.beside(found)
    record = MechanismRecord(found)
    listing = PairsUnderFilterSet(request.GET, record.pairs)
    shown = {"mechanism": found, "before": before, "after": after, "mechanisms": Mechanism.objects.all()}
    done = {"record": record, "listing": listing, "lines": record.lines(listing.page)}
    return render(request, "activities/catalogue/mechanism.html", shown | done)


@public
@require_safe
@opendata.takes()
def mechanism_download(request, form):
    rows = tables.mechanism_rows(Mechanism.objects.all())
    return opendata.respond(form, "帮扶机制", tables.MECHANISMS, rows, **facts())
