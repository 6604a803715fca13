"""Totals and numbers of activities, brought in step together so that the two never disagree.

Differences are (key, stored, fresh), None where there is none; a key holds pair, mechanism, indicator, month and
period, and where it has no indicator, activities are counted.
"""

from pairs.models import Pair

from .models.activity_total import Tally
from .models.total import Total


def recount(pair):
    """Bring what is stored of one pair in step, and return the differences; call it with the pair locked."""
    return without_indicator(Tally.objects.recount(pair=pair)) + Total.objects.recount(pair=pair)


def recount_all():
    """Bring all in step, and return the differences."""
    list(Pair.objects.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    return without_indicator(Tally.objects.recount()) + Total.objects.recount()


def differences():
    """Return the differences and change nothing."""
    return without_indicator(Tally.objects.differences()) + Total.objects.differences()


def without_indicator(found):
    """Differences in numbers of activities under keys like those of totals, with no indicator."""
    return [((pair, mechanism, None, *rest), *both) for (pair, mechanism, *rest), *both in found]
