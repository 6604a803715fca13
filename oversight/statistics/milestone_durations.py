"""The phase clock: how many days pairs took from step to step, as distributions. It ranks nobody."""

import statistics
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activities.models import Tally
from pairs.models import Milestone

from .svg_charts import histogram

FEWEST = 5  # pairs whose days are known; of fewer there is no median, no quartile and no picture to speak of
BIN_WIDTHS, MOST_BINS = (1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 10**9), 24  # days; the first that gives few bins
STEPS = {
    "docking": ("announced", "docked", _("From the notice to contact")),
    "negotiation": ("docked", "negotiating", _("From contact to negotiation")),
    "agreement": ("negotiating", "signed", _("From negotiating to signing")),
    "signing": ("announced", "signed", _("From the notice to signing")),
    "first-activity": ("announced", "first", _("From the notice to the first documented activity, signings aside")),
}
DATED = dict.fromkeys(kind for *ends, _label in STEPS.values() for kind in ends if kind not in ("announced", "first"))


def days_of(pairs):
    """The days of each step, as rows with the number of `pairs` that share them all; `…_by` is a statement's day."""
    reached = {
        kind: Milestone.objects.filter(pair=OuterRef("pk"), kind=kind).order_by() for kind in ("announced", *DATED)
    }
    day = {kind: Subquery(found.values("on")[:1]) for kind, found in reached.items()}
    day["announced"] = Coalesce(day["announced"], F("replaces__ended_on"), F("batch__notice_on"))
    stated = {f"{kind}_by": Subquery(reached[kind].values("stated_as_of")[:1]) for kind in DATED}
    events = Tally.objects.grown().filter(pair=OuterRef("pk")).order_by().values("pair")
    days = day | stated | {"first": Subquery(events.annotate(first=Min("first_on")).values("first"))}
    return pairs.order_by().annotate(**days).values(*days).annotate(pairs=Count("pk"))


@dataclass
class Step:
    """One step: pairs by the days it took them, and by the days it took at most where only a statement is known."""

    key: str
    label: str
    took: Counter
    at_most: Counter
    of_pairs: int

    @property
    def known(self):
        """The pairs of which both days are known."""
        return self.took.total()

    @property
    def bounded(self):
        """The pairs of which a statement says that the step was taken by some day."""
        return self.at_most.total()

    @property
    def rest(self):
        return self.of_pairs - self.known - self.bounded

    @cached_property
    def quartiles(self):
        """The lower quartile, the median and the upper quartile; None where too few days are known."""
        return statistics.quantiles(self.took.elements(), n=4, method="inclusive") if self.known >= FEWEST else None

    @property
    def median(self):
        return self.quartiles and self.quartiles[1]

    @property
    def shortest(self):
        return min(self.took, default=None)

    @property
    def longest(self):
        return max(self.took, default=None)

    @property
    def latest(self):
        """The most days after which a statement says that it was done; None without one."""
        return max(self.at_most, default=None)

    @cached_property
    def bins(self):
        """(first day, last day, pairs) of each bar that is not empty."""
        width = next(days for days in BIN_WIDTHS if (self.longest - self.start) // days < MOST_BINS)
        found = Counter()
        for day, pairs in self.took.items():
            found[self.start + (day - self.start) // width * width] += pairs
        return [(day, day + width - 1, pairs) for day, pairs in sorted(found.items())]

    @property
    def start(self):
        """Where the axis begins: at no days, or before when something was done before its time."""
        return min(0, self.shortest or 0)

    @cached_property
    def picture(self):
        return self.quartiles and histogram(self.bins, self.start, self.quartiles)


class MilestoneDurations:
    def __init__(self, found):
        self.found = found

    @cached_property
    def steps(self):
        """Every step in turn, also those of which no day is known."""
        rows = list(days_of(self.found.pairs))
        return [self.step(key, *ends, rows) for key, ends in STEPS.items()]

    def step(self, key, start, end, label, rows):
        took, at_most = Counter(), Counter()
        for row in rows:
            if row[start] and row[end]:
                took[(row[end] - row[start]).days] += row["pairs"]
            elif row[start] and row.get(f"{end}_by"):
                at_most[(row[f"{end}_by"] - row[start]).days] += row["pairs"]
        return Step(key, label, took, at_most, self.found.of_pairs)
