"""The periods on which an action has its pairs report: ten days (旬) or months, and by when each is due."""

import calendar
import datetime
from dataclasses import dataclass

from django.utils import timezone

from pairs.pairs.models.action import Reporting

ASKED_FOR = 3  # of how many past periods a pair is reminded; older ones are let go
DAY = datetime.timedelta(days=1)
TENS = (1, 11, 21)  # the first days of the ten-day periods of a month


@dataclass(frozen=True)
class ReportingPeriod:
    """From the first to the last day, both included, and the day by which it is to be reported on."""

    first: datetime.date
    last: datetime.date
    due_on: datetime.date

    def holds(self, starts, ends):
        """Whether something from `starts` to `ends` has a day in it."""
        return starts <= self.last and ends >= self.first


def first_of(reporting, day):
    """The first day of the period that holds `day`."""
    first = max(each for each in TENS if each <= day.day) if reporting == Reporting.TEN_DAYS else 1
    return day.replace(day=first)


def last_of(reporting, first):
    """The last day of the period that begins on `first`; the third ten days end with the month."""
    if reporting == Reporting.TEN_DAYS and first.day < TENS[-1]:
        return first + 9 * DAY
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def reporting_periods(pair, day):
    """The latest periods of a pair that were due before `day`, the earliest first; whole ones only."""
    action, found, before = pair.batch.action, [], day
    begun = max(pair.first_day, timezone.localdate(pair.batch.published_at))
    while len(found) < ASKED_FOR:
        last = first_of(action.reporting, before) - DAY
        first = first_of(action.reporting, last)
        if first < begun:
            break
        period = ReportingPeriod(first, last, last + action.reporting_days * DAY)
        if period.due_on < day:
            found.append(period)
        before = first
    return found[::-1]
