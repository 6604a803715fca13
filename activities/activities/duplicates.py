"""What both sides should look at before they confirm: days outside the period, and what may be counted twice."""

from dataclasses import dataclass

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from activities.activities.models.activity import Activity
from activities.catalogue.models import ActivityKind

from .plausibility import OUTSIDE_PERIOD, answered_questions, period_of, period_questions


class FlagReason(models.TextChoices):
    SAME_EVENT = "same_event", _("May be another account of the same event")
    OVERLAPS = "overlaps", _("Reports on an overlapping stretch of time")
    INSIDE = "inside", _("Lies inside the period of a report that counts the same figures")
    HOLDS = "holds", _("Is an event inside the period, with the same figures")
    OUTSIDE = "outside", _("Lies outside of the batch's period")
    FIGURE = "figure", _("Asked about a figure")


@dataclass
class Flag:
    """A doubt about an activity: another one of the pair that casts it, or words that say what is doubted."""

    doubt: FlagReason
    activity: Activity | None = None
    words: str = ""
    answer: object = None  # what the logging side said to it


def flags(activity):
    """The Flags of an activity; other entries count that are submitted or confirmed."""
    return strange(activity) + twice(activity)


def strange(activity):
    """What is asked about its days and figures, each with the answer; of what is given up nobody need be told."""
    if activity.stage == "cancelled" or activity.status == "withdrawn":
        return []
    return [flag_of(activity, *both) for both in answered_questions(activity)]


def flag_of(activity, question, answer):
    if question.code != OUTSIDE_PERIOD:
        return Flag(FlagReason.FIGURE, words=question.message, answer=answer)
    words = f"{date_format(getattr(activity, question.field))} ({period_of(activity.pair.batch)})"
    return Flag(FlagReason.OUTSIDE, words=words, answer=answer)


def outside(activity):
    """That days lie outside of the batch's period."""
    return [flag_of(activity, one, None) for one in period_questions(activity)]


def twice(activity):
    """What may have been counted twice, for a held activity."""
    if not activity.ends_on or activity.stage != "held":
        return []
    standing = Activity.objects.standing().filter(pair=activity.pair_id).exclude(pk=activity.pk).select_related("kind")
    if not activity.kind.is_period:
        inside = touched(standing.filter(kind__mode=ActivityKind.Mode.PERIOD), activity)
        return marked(FlagReason.SAME_EVENT, standing.near(activity)) + marked(
            FlagReason.INSIDE, alike(inside, activity)
        )
    overlapping = touched(standing.filter(kind=activity.kind_id), activity)
    held = touched(standing.filter(kind__mode=ActivityKind.Mode.EVENT), activity)
    return marked(FlagReason.OVERLAPS, overlapping) + marked(FlagReason.HOLDS, alike(held, activity))


def touched(activities, activity):
    return activities.touching(activity.first_day, activity.ends_on)


def alike(activities, activity):
    """Activities of a kind that counts a figure which this one's kind counts as well."""
    return activities.filter(kind__indicators__in=activity.kind.indicators.all()).distinct()


def marked(doubt, activities):
    return [Flag(doubt, other) for other in activities.order_by("ends_on", "pk")]
