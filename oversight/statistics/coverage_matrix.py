"""Promise and practice: for each pair and mechanism what was promised, done and evidenced. In the lists' order."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Sum
from django.utils.functional import cached_property

from activities.models import Commitment, Mechanism
from pairs.models import Pair

from .stored_sums import narrowed


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
        promised = self.found.fact("promised", self._promised)
        done = {row["mechanism"]: (row["pairs"], row["showing"]) for row in self.found.activities_by_mechanism}
        return [MatrixCell(one, promised[one.pk], *done.get(one.pk, ())) for one in self.mechanisms]

    def _promised(self):
        """How many pairs have promised something under each mechanism; two of one place are one."""
        rows = Commitment.objects.public().filter(agreement__pair__in=self.found.keys).order_by()
        rows = rows.annotate(pair=F("agreement__pair"))
        counted = Counter(dict(rows.values_list("mechanism").annotate(Count("pair", distinct=True))))
        for (mechanism,), pairs in self.found.places.surplus_of(rows, ["mechanism"]).items():
            counted[mechanism] -= pairs
        return counted

    def lines(self, pairs):
        """A MatrixRow for each of `pairs`; also for those that have reported nothing."""
        cells = defaultdict(dict)
        promised = Commitment.objects.public().filter(agreement__pair__in=pairs).order_by()
        for pair, mechanism, number in promised.values_list("agreement__pair", "mechanism").annotate(Count("pk")):
            cells[pair, mechanism]["promised"] = number
        tallies = narrowed("activities", [pair.pk for pair in pairs], *self.found.asked("activities"))
        done = tallies.order_by().values_list("pair", "mechanism")
        for pair, mechanism, number, shown in done.annotate(Sum("activities"), Sum("evidenced")):
            cells[pair, mechanism] |= {"done": number, "evidenced": shown}
        return [
            MatrixRow(pair, [MatrixCell(one, **cells[pair.pk, one.pk]) for one in self.mechanisms]) for pair in pairs
        ]
