"""Whether the days of an activity lie within the period of its batch, and what to ask or say when they do not."""

from django.utils.translation import gettext as _

from core.form_fields import is_within
from core.questions import Question
from core.templatetags.formatting import period


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
    if batch.starts:
        return period(batch.starts, batch.ends, batch.in_months)
    return _("open-ended")
