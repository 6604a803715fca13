"""How what is counted has grown, month by month. Events only: a report on a period would draw a jump at its end."""

import datetime
from dataclasses import dataclass
from itertools import accumulate

from django.utils.functional import cached_property

from .svg_charts import curve

LONGEST = 36  # months; over a longer time only those in which something ended have a row


@dataclass(frozen=True)
class Month:
    """One month: what its events add, what there is so far, what reports on periods add, and from how many pairs."""

    first: datetime.date
    events: int
    so_far: int
    reports: int
    pairs: int


def place(day):
    """Months since the year 0."""
    return 12 * day.year + day.month - 1


def first_day(place):
    return datetime.date(place // 12, place % 12 + 1, 1)


class Growth:
    def __init__(self, statistics):
        self.statistics = statistics

    @cached_property
    def months(self):
        """The months from the first to the last in which something ended."""
        rows = {place(row["month"]): row for row in self.statistics.months}
        if not rows:
            return []
        places = sorted(rows)
        if places[-1] - places[0] < LONGEST:
            places = range(places[0], places[-1] + 1)
        nothing = {"sum": 0, "reports": 0, "pairs": 0}
        rows = [(first_day(one), rows.get(one, nothing)) for one in places]
        added = [row["sum"] - row["reports"] for _month, row in rows]
        return [
            Month(month, events, so_far, row["reports"], row["pairs"])
            for (month, row), events, so_far in zip(rows, added, accumulate(added), strict=True)
        ]

    @property
    def last(self):
        return self.months[-1]

    @property
    def events(self):
        """What all events add up to."""
        return self.months[-1].so_far if self.months else 0

    @property
    def reports(self):
        """What reports on periods add up to; it is kept out of the curve."""
        return sum(month.reports for month in self.months)

    @cached_property
    def picture(self):
        """The curve, from the first month with an event; None while there is no event."""
        months = [month for month in self.months if month.so_far]
        if not months:
            return None
        start = place(months[0].first)
        places = [(place(month.first) - start, f"{month.first:%Y-%m}") for month in months]
        return curve(places, [month.events for month in months], [month.so_far for month in months])
