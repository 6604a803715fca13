"""What happens in a demonstration, in the order of time."""

import datetime
import heapq
from itertools import count

from django.utils import timezone

from .frozen_time import standing_at

WEEKEND = (5, 6)


class Diary:
    """Steps that are taken at their moment, each able to plan further ones; what lies after `until` never happens."""

    def __init__(self, until):
        self.until = until
        self.today = timezone.localdate(until)
        self._steps, self._order = [], count()

    def at(self, moment, step, *args, **kwargs):
        """Take `step` at `moment`; steps of the same moment in the order in which they were planned."""
        heapq.heappush(self._steps, (moment, next(self._order), step, args, kwargs))

    def day(self, offset):
        """The day that lies `offset` days from the last one."""
        return self.today + datetime.timedelta(days=offset)

    def run(self):
        """Take all steps up to the end."""
        while self._steps and self._steps[0][0] <= self.until:
            moment, _order, step, args, kwargs = heapq.heappop(self._steps)
            with standing_at(moment):
                step(*args, **kwargs)


def moment(day, hour=9, minute=0):
    """A time of `day`, as the portal's time zone has it."""
    return datetime.datetime.combine(day, datetime.time(hour, minute), timezone.get_default_timezone())


def workday(day, step=1):
    """`day` itself, or the Monday after it; with a step of -1 the Friday before it."""
    while day.weekday() in WEEKEND:
        day += datetime.timedelta(days=step)
    return day
