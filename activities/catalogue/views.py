"""The list of mechanisms and its downloads: how the pairs help, as the notices describe it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

import opendata
from activities.catalogue.models import Mechanism
from core.access import public
from pairs.pairs.batch_tables import facts

from . import tables
from .filters import MechanismFilterSet


@public
@require_safe
def mechanism_list(request):
    return render(
        request, "activities/catalogue/mechanism_list.html", {"mechanisms": Mechanism.objects.with_old_addresses()}
    )


@public
@require_safe
@opendata.takes(*MechanismFilterSet.base_filters)
def mechanism_download(request, form):
    listing = MechanismFilterSet(request.GET)
    if listing.problems:
        return opendata.refuse(form, listing.problems)
    return opendata.respond(form, "帮扶机制", tables.MECHANISMS, tables.mechanism_rows(listing.qs), **facts(listing))
