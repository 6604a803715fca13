"""The lists of pairs and of batches, and their downloads."""

from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

import opendata
from core import parts
from core.access import public
from core.filters import download_of, keys_of, render_list
from core.parameters import accepts, accepts_list
from core.version_facts import once_a_version
from pairs.pairs.models.batch import Batch
from pairs.pairs.models.pair import Pair
from pairs.pairs.tables import PAIRS, pair_rows

from . import batch_tables
from .filters import PairFilterSet


@once_a_version
def batches_by_key():
    return Batch.objects.published().select_related("action").in_bulk()


@public
@require_safe
def batch_list(request):
    batches = Batch.objects.published().select_related("action").counted()
    return render(request, "pairs/pairs/batch_list.html", {"batches": batches})


@public
@require_safe
@accepts(strict=True)
def batch_download(request, form):
    rows = batch_tables.batch_rows(Batch.objects.published().with_known_pairs())
    return opendata.respond(
        form, "批次", batch_tables.BATCHES, rows, title_en="Batches", **batch_tables.facts(request=request)
    )


@public
@require_safe
@accepts_list(PairFilterSet)
@vary_on_headers("HX-Request")
def pair_list(request):
    listing = PairFilterSet(request.GET)
    whose = "action" if listing.several and "action" not in listing.values else "batch"
    alike = {"whose": "" if listing.is_by_batch else whose}
    pairs, row = Pair.objects.with_universities().with_names().as_listed(), "pairs/pairs/includes/pair_row.html"
    rows = parts.rows(row, keys_of(listing.page), "pair", pairs.in_bulk, **alike)
    groups = by_batch(rows) if listing.is_by_batch else [(None, rows.values())]
    return render_list(request, "pairs/pairs/pair_list.html", listing, rows, groups=groups)


def by_batch(rows):
    """The rows of pairs, by the key of each, as lists with the batch to which they belong."""
    groups = {}
    own = dict(Pair.objects.filter(pk__in=rows).order_by().values_list("pk", "batch"))
    for key, row in rows.items():
        groups.setdefault(own[key], []).append(row)
    batches = batches_by_key()
    return [(batches[batch], group) for batch, group in groups.items()]


@public
@download_of(PairFilterSet)
def pair_download(listing, form):
    return opendata.respond(
        form, "结对名单", PAIRS, pair_rows(listing.qs), title_en="List of pairs", **batch_tables.facts(listing)
    )
