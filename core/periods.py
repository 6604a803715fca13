"""Stretches of days with `starts` and `ends`, of which either may be open."""

from django.utils import timezone


def is_within(batch, day):
    """Whether `day` lies within the period of `batch`; a side that is open or unknown holds every day."""
    return not ((batch.starts and day < batch.starts) or (batch.ends and day > batch.ends))


def example_day(batch=None):
    """A day that a form may give as an example: today, or the nearest day of the period."""
    today = timezone.localdate()
    if batch is None or is_within(batch, today):
        return today
    return batch.starts if batch.starts and today < batch.starts else batch.ends
