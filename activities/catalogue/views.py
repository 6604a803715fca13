"""The mechanisms as a file: how the pairs help, as the notices describe it."""

from django.views.decorators.http import require_safe

import opendata
from core.access import public
from pairs.pairs.batch_tables import facts

from . import tables
from .filters import MechanismFilterSet


@public
@require_safe
@opendata.takes(*MechanismFilterSet.base_filters)
def mechanism_download(request, form):
    listing = MechanismFilterSet(request.GET)
    if listing.problems:
        return opendata.refuse(form, listing.problems)
    return opendata.respond(form, "帮扶机制", tables.MECHANISMS, tables.mechanism_rows(listing.qs), **facts(listing))
