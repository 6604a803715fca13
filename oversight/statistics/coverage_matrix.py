"""Promise and practice: for each pair and mechanism what was promised, done and evidenced. In the lists' order."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils.functional import cached_property

from activities.models import Commitment, Mechanism
from pairs.models import Pair


@dataclass(frozen=True)
class MatrixCell:
    """Commitments in force, activities that count, and how many of these can be shown; or in how many pairs."""

    mechanism: Mechanism
    promised: int = 0
    done: int = 0
    evidenced: int = 0

    @property
    def is_empty(self):
        return not (self.promised or self.done)


@dataclass(frozen=True)
class MatrixRow:
    """One pair under each mechanism."""

    pair: Pair
    cells: list

    @property
    def is_empty(self):
        return all(cell.is_empty for cell in self.cells)


class CoverageMatrix:
    def __init__(self, found):
        self.found = found
        self.mechanisms = found.listing.shown_mechanisms

    @cached_property
    def columns(self):
        """A MatrixCell for each mechanism: how many pairs promised, did, and can show something."""
        promised = Commitment.objects.public().filter(agreement__pair__in=self.found.keys)
        promises = promised.order_by().values_list("mechanism").annotate(Count("agreement__pair", distinct=True))
        numbers = {"done": Count("pair", distinct=True)}
        numbers["shown"] = Count("pair", distinct=True, filter=Q(evidenced__gt=0))
        promised, practice = dict(promises), self.found.tallies.order_by().values("mechanism").annotate(**numbers)
        done = {row["mechanism"]: (row["done"], row["shown"]) for row in practice}
        return [MatrixCell(one, promised.get(one.pk, 0), *done.get(one.pk, (0, 0))) for one in self.mechanisms]

    def lines(self, pairs):
        """A MatrixRow for each of `pairs`; also for those that have reported nothing."""
        cells = defaultdict(dict)
        promised = Commitment.objects.public().filter(agreement__pair__in=pairs).order_by()
        for pair, mechanism, number in promised.values_list("agreement__pair", "mechanism").annotate(Count("pk")):
            cells[pair, mechanism]["promised"] = number
        done = self.found.tallies.filter(pair__in=pairs).order_by().values_list("pair", "mechanism")
        for pair, mechanism, number, shown in done.annotate(Sum("activities"), Sum("evidenced")):
            cells[pair, mechanism] |= {"done": number, "evidenced": shown}
        return [
            MatrixRow(pair, [MatrixCell(one, **cells[pair.pk, one.pk]) for one in self.mechanisms]) for pair in pairs
        ]
