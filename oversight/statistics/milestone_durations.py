"""The phase clock: how many days pairs took from step to step, as distributions. It ranks nobody."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Count, DateField, F, Min, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activities.models import Tally
from core.compiled_queries import compiled
from pairs.models import Milestone, Pair

FEWEST = 5  # pairs whose days are known; of fewer there is no median, no quartile and no picture to speak of
MOST_BINS = 24
BIN_WIDTHS = (1, 2, 5, 7, 14, 30, 60, 90, 180, *(365 * 2**power for power in range(12)))  # days; the first to give few
STEPS = {
    "docking": ("announced", "docked", _("From the notice to contact")),
    "negotiation": ("docked", "negotiating", _("From contact to negotiation")),
    "agreement": ("negotiating", "signed", _("From negotiating to signing")),
    "signing": ("announced", "signed", _("From the notice to signing")),
    "first-activity": ("announced", "first", _("From the notice to the first documented activity, signings aside")),
}


@compiled
def days_of(start, end, pairs):
    """The days of one step, as rows with the number of `pairs` that share them; `by` is a statement's day."""
    days = {"began": day_of(start), "ended": day_of(end), "by": by_statement(end)}
    return Pair.objects.filter(pk__in=pairs).order_by().annotate(**days).values(*days).annotate(pairs=Count("pk"))


def day_of(kind):
    if kind == "first":
        events = Tally.objects.events_only().filter(pair=OuterRef("pk")).order_by().values("pair")
        return Subquery(events.annotate(first=Min("first_on")).values("first"))
    day = Subquery(reached(kind).values("on")[:1])
    return Coalesce(day, F("replaces__ended_on"), F("batch__notice_on")) if kind == "announced" else day


def by_statement(kind):
    return Value(None, DateField()) if kind == "first" else Subquery(reached(kind).values("stated_as_of")[:1])


def reached(kind):
    return Milestone.objects.filter(pair=OuterRef("pk"), kind=kind).order_by()


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
        """The others; a supporter that was replaced and its successor each have days of their own."""
        return max(self.of_pairs - self.known - self.bounded, 0)

    @cached_property
    def quartiles(self):
        """The lower quartile, the median and the upper quartile; None where too few days are known."""
        return [self._cut(place * (self.known - 1)) for place in (1, 2, 3)] if self.known >= FEWEST else None

    def _cut(self, fourths):
        """The days at so many fourths of the way through all pairs, the quickest first, between two where need be."""
        place, rest = divmod(fourths, 4)
        return (self._nth(place) * (4 - rest) + self._nth(place + 1) * rest) / 4 if rest else self._nth(place)

    def _nth(self, place):
        days = sorted(self.took)
        return days[bisect_right(list(accumulate(self.took[day] for day in days)), place)]

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

    @property
    def is_drawn(self):
        """Whether there is enough for a picture: a bar alone says no more than a sentence does."""
        return bool(self.quartiles) and self.shortest != self.longest


class MilestoneDurations:
    """The clock of some pairs."""

    def __init__(self, found):
        self.found = found

    @cached_property
    def steps(self):
        """Every step in turn, also those of which no day is known."""
        return [self.step(key) for key in STEPS]

    @cached_property
    def leading(self):
        """The step that stands for all on the overview: the way to signing."""
        return self.step("signing")

    def step(self, key):
        start, end, label = STEPS[key]
        days = self.found.fact(("step", key), lambda: self._days(start, end))
        return Step(key, label, *days, self.found.of_pairs)

    def _days(self, start, end):
        """Pairs by the days they took, and by those they took at most."""
        took, at_most = Counter(), Counter()
        for row in self.found.read(days_of, start, end):
            if row["began"] and row["ended"]:
                took[(row["ended"] - row["began"]).days] += row["pairs"]
            elif row["began"] and row["by"]:
                at_most[(row["by"] - row["began"]).days] += row["pairs"]
        return took, at_most
