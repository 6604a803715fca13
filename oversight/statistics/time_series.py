"""How what is counted has grown, month by month, in one action: what two actions did is never joined into one line.

Events only: a report on a period would draw a jump at its end.
"""

import datetime
from dataclasses import dataclass
from itertools import accumulate

from django.utils.functional import cached_property

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
    """The growth in one action, of `rows`: its months as rows of `summed`."""

    def __init__(self, action, rows):
        self.action, self.rows = action, rows

    @cached_property
    def months(self):
        """The months from the first to the last in which something ended."""
        rows = {place(row["month"]): row for row in self.rows}
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
    def events(self):
        """What all events add up to."""
        return self.months[-1].so_far if self.months else 0

    @property
    def reports(self):
        """What reports on periods add up to; it is kept out of the curve."""
        return sum(month.reports for month in self.months)

    @cached_property
    def drawn(self):
        """The months of the curve, from the first to the last with an event; fewer than two make none."""
        with_events = [place for place, month in enumerate(self.months) if month.events]
        return self.months[with_events[0] : with_events[-1] + 1] if with_events else []

    @property
    def most(self):
        """The month that added the most; None where several did."""
        most = max(month.events for month in self.drawn)
        found = [month for month in self.drawn if month.events == most]
        return found[0] if len(found) == 1 else None
