"""The periods on which an action has its pairs report: ten days (旬) or months, and by when each is due."""

import calendar
import datetime
from dataclasses import dataclass
from itertools import islice, takewhile

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


def past_periods(pair, day):
    """The whole periods of a pair that ended before `day`, the latest first; none where none is asked for."""
    action, before = pair.batch.action, day
    begun = max(pair.first_day, timezone.localdate(pair.batch.published_at))
    while action.reporting != Reporting.NONE:
        last = first_of(action.reporting, before) - DAY
        first = first_of(action.reporting, last)
        if first < begun:
            return
        yield ReportingPeriod(first, last, last + action.reporting_days * DAY)
        before = first


def reporting_periods(pair, day):
    """The latest periods of a pair that were due before `day`, the earliest first."""
    due = (period for period in past_periods(pair, day) if period.due_on < day)
    return list(islice(due, ASKED_FOR))[::-1]


def open_periods(pair, day):
    """The periods on which a pair is asked to report, and those that ended and are not due yet, the earliest first."""
    early = takewhile(lambda period: period.due_on >= day, past_periods(pair, day))
    return reporting_periods(pair, day) + list(early)[::-1]
