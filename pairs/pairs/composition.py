"""The composition check: what a notice declares of each side against what the list adds up to."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from pairs.pairs.models.batch import Side
from pairs.reader.result import Counted

UNDECLARED = "undeclared"  # the group of those that stand in none of the notice's groups


@dataclass(frozen=True)
class CompositionLine(Counted):
    """One group of one side: declared and found numbers of universities, and whether they agree."""

    side: str
    group: str
    label: str
    declared: int
    found: int
    part_of: str = ""
    note: str = ""

    @property
    def difference(self):
        """How many more were found than declared; negative when some are wanting."""
        return self.found - self.declared


def check(batch, sides=None):
    """The lines of `batch`, in the notice's order.

    `sides` maps each side to a Counter of tiers, as of a list not yet imported; without it the batch's own pairs
    are counted, by the tiers they had when the notice was published.
    """
    sides = sides or tiers_by_batch(batch.pairs.all())[batch.pk]
    counts = list(batch.declared_counts.all())
    lines = [_line(count, sides[count.side]) for count in counts]
    for side in Side.values:
        declared = [count for count in counts if count.side == side]
        if declared and (rest := _outside(declared, sides[side])):
            lines.append(CompositionLine(side, UNDECLARED, _("In none of the declared groups"), 0, rest))
    return lines


def tiers_by_batch(pairs):
    """How many of the queryset's pairs that were printed stand in each tier, by batch and side, in one query."""
    found = defaultdict(lambda: {side: Counter() for side in Side})
    groups = pairs.as_printed().order_by().values_list("batch", "recipient_tier", "supporter_tier")
    for batch, recipient_tier, supporter_tier, number in groups.annotate(Count("pk")):
        found[batch][Side.RECIPIENT][recipient_tier] += number
        found[batch][Side.SUPPORTER][supporter_tier] += number
    return found


def _line(count, tiers):
    found = sum(tiers[tier] for tier in set(count.tiers))
    return CompositionLine(
        count.side, count.group, count.local_label, count.count, found, count.part_of, count.local_note
    )


def _outside(counts, tiers):
    declared = {tier for count in counts for tier in count.tiers}
    return sum(number for tier, number in tiers.items() if tier not in declared)
