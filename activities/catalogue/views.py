"""The catalogue as files: how the pairs help, as the notices describe it, and what is counted of it."""

from django.views.decorators.http import require_safe

import opendata
from core.access import public
from core.filters import download_of
from core.parameters import accepts
from pairs.pairs.batch_tables import facts

from . import tables
from .filters import KindFilterSet, MechanismFilterSet
from .models import Indicator


@public
@download_of(MechanismFilterSet)
def mechanism_download(listing, form):
    return opendata.respond(
        form, "帮扶机制", tables.MECHANISMS, tables.mechanism_rows(listing.qs), title_en="Mechanisms", **facts(listing)
    )


@public
@download_of(KindFilterSet)
def kind_download(listing, form):
    return opendata.respond(
        form, "活动类别", tables.KINDS, tables.kind_rows(listing.qs), title_en="Kinds of activity", **facts(listing)
    )


@public
@require_safe
@accepts(strict=True)
def indicator_download(request, form):
    rows = tables.indicator_rows(Indicator.objects.all())
    return opendata.respond(form, "统计指标", tables.INDICATORS, rows, title_en="Indicators", **facts(request=request))
