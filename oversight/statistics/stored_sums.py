"""What is stored of the pairs that are asked for, and what it adds up to, by queries that are written once."""

from django.db.models import Count, Q

from activities.models import Tally, Total
from core.compiled_queries import compiled

from .amounts import CLASS

BY_CLASS = tuple(f"pair__{field}" for field in CLASS)
STORED = {"activities": Tally, "figures": Total}
EVIDENCED = Q(evidenced__gt=0)


def narrowed(of, pairs, mechanisms=(), since=None, until=None, indicator=None):
    """The stored figures of some pairs, given by their keys or a query of them; mechanisms and indicator by keys."""
    found = STORED[of].objects.of_pairs(pairs).under(mechanisms).between(since, until)
    return found.filter(indicator=indicator) if indicator else found


@compiled
def summed(keys, showing, asked, of, pairs):
    """Rows of `summed` by `keys`, with the number of pairs `showing` evidence for some where that is asked for."""
    found = narrowed(of, pairs, *asked).summed(*keys)
    return found.annotate(showing=Count("pair", distinct=True, filter=EVIDENCED)) if showing else found
