"""Whether the days of an activity lie within the period of its batch, and what to ask or say when they do not."""

from django.utils import timezone
from django.utils.translation import gettext as _

from core.questions import Question
from pairs.templatetags.said import period


def is_within(batch, day):
    """Whether `day` lies within the period of `batch`; a side that is open or unknown holds every day."""
    return not ((batch.starts and day < batch.starts) or (batch.ends and day > batch.ends))


def days_outside(activity):
    """The days of an activity that lie outside of the period, by field; an only day stands once, as the last."""
    days = {name: getattr(activity, name) for name in ("starts_on", "ends_on")}
    if days["starts_on"] == days["ends_on"]:
        days.pop("starts_on")
    batch = activity.pair.batch
    return {name: day for name, day in days.items() if day and not is_within(batch, day)}


def questions(activity):
    """A Question for each day outside of the period."""
    labels = {"starts_on": _("First day"), "ends_on": _("Last day")}
    outside = days_outside(activity)
    if activity.starts_on in (None, activity.ends_on):
        labels["ends_on"] = _("Day")
    message = _("This day lies outside of the batch's period (%(period)s). Correct it, or tick that it is right.")
    words = message % {"period": in_words(activity.pair.batch)}
    return [Question("outside_period", words, name, day.isoformat(), labels[name]) for name, day in outside.items()]


def in_words(batch):
    """The period of a batch, as its pages say it."""
    if batch.starts and batch.ends:
        return period(batch.starts, batch.ends, batch.in_months)
    return _("open-ended")


def example_day(batch=None):
    """A day that a form may give as an example: today, or the nearest day of the period."""
    today = timezone.localdate()
    if batch is None or is_within(batch, today):
        return today
    return batch.starts if batch.starts and today < batch.starts else batch.ends
