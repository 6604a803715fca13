"""The page of one batch."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.access import public
from pairs.models import Batch, Milestone
from pairs.pairs import composition

ON_ONE_PAGE = 300  # pairs; a longer list is read page by page in the list of pairs, and printed from a download


@public
@require_safe
def batch(request, number):
    batches = Batch.objects.published().with_known_pairs().select_related("action")
    found = get_object_or_404(batches.prefetch_related("period_changes"), number=number)
    pairs = found.pairs.with_universities().with_names().in_order()
    facts = {
        "batch": found,
        "pairs": pairs[:ON_ONE_PAGE],
        "shortened": found.known_pairs > ON_ONE_PAGE,
        "composition": composition.check(found),
        "statements": found.statements.all(),
        "inferences": found.inferences.standing().select_related("university"),
        "reached": reached(found),
    }
    return render(request, "public/batch.html", facts)


def reached(batch):
    """For each milestone that pairs of `batch` have, its name and how many have it."""
    counts = batch.pairs.all().milestone_counts()
    return [{"label": kind.label, "pairs": counts[kind]} for kind in Milestone.Kind if counts.get(kind)]
