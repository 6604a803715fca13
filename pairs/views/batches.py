"""The batches, their twins, and the page of one batch."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

import opendata
from pairs import composition, tables
from pairs.models import Batch


@require_safe
def batch_list(request):
    batches = Batch.objects.published().with_known_pairs().select_related("action")
    return render(request, "pairs/batch_list.html", {"batches": batches})


@require_safe
def batch_download(request, form):
    rows = tables.batch_rows(Batch.objects.published().with_known_pairs())
    return opendata.respond(form, "批次", tables.BATCHES, rows, **tables.facts())


@require_safe
def batch(request, number):
    batches = Batch.objects.published().with_known_pairs().select_related("action")
    found = get_object_or_404(batches.prefetch_related("period_changes"), number=number)
    facts = {
        "batch": found,
        "pairs": found.pairs.with_universities().with_names().in_order(),
        "composition": composition.check(found),
        "reached": found.pairs.all().milestone_counts(),
    }
    return render(request, "pairs/batch.html", facts)
