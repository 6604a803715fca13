"""What both sides should look at before they confirm: days outside the period, and what may be counted twice."""

from dataclasses import dataclass

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.permissions import acting_side
from activities.activities.models.activity import Activity
from activities.activities.models.doubts import DismissedDoubt
from activities.activities.models.editing import Measure
from activities.catalogue.models import ActivityKind
from core.exceptions import Refused
from pairs.models import Pair

from .plausibility import OUTSIDE_PERIOD, answered_questions, period_of, period_questions
from .workflow import WORKFLOW


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
    day, period = date_format(getattr(activity, question.field)), period_of(activity.pair.batch)
    words = _("%(day)s (the batch: %(period)s)") % {"day": day, "period": period}
    return Flag(FlagReason.OUTSIDE, words=words, answer=answer)


def outside(activity):
    """That days lie outside of the batch's period."""
    return [flag_of(activity, one, None) for one in period_questions(activity)]


def twice(activity):
    """What may have been counted twice, for a held activity; without what somebody said to be another event."""
    if not activity.ends_on or activity.stage != "held" or activity.status == "withdrawn" or activity.merged_into_id:
        return []
    dismissed = {one.other_than(activity).pk for one in dismissals(activity)}
    standing = Activity.objects.standing().filter(pair=activity.pair_id).exclude(pk__in={activity.pk, *dismissed})
    if activity.status == "confirmed":  # both sides have looked at it beside what was confirmed before
        standing = standing.exclude(status="confirmed")
    standing = standing.select_related("kind")
    if not activity.kind.is_period:
        inside = touched(standing.filter(kind__mode=ActivityKind.Mode.PERIOD), activity)
        return marked(FlagReason.SAME_EVENT, accounts(standing, activity)) + marked(
            FlagReason.INSIDE, alike(inside, activity)
        )
    overlapping = touched(standing.filter(kind=activity.kind_id), activity)
    held = touched(standing.filter(kind__mode=ActivityKind.Mode.EVENT), activity)
    return marked(FlagReason.OVERLAPS, alike(overlapping, activity)) + marked(FlagReason.HOLDS, alike(held, activity))


def accounts(activities, activity):
    """Accounts of the same event: by the other side within two days, by one's own on the same days."""
    near = activities.near(activity)
    others = near.exclude(side=activity.side) if activity.side else near
    return others | activities.near(activity, days=0).filter(side=activity.side) if activity.side else others


def touched(activities, activity):
    return activities.touching(activity.first_day, activity.ends_on)


def alike(activities, activity):
    """Activities that report a figure which this one reports as well."""
    reported = [row.indicator_id for row in activity.measures.all() if row.counted_value is not None]
    given = Measure.objects.filter(indicator__in=reported).exclude(value=None, agreed=None)
    return activities.filter(pk__in=given.order_by().values("activity"))


def marked(doubt, activities):
    return [Flag(doubt, other) for other in activities.order_by("ends_on", "pk")]


# What somebody says to be another event


def dismissals(activity):
    """The doubts about an entry that were dismissed, each with who and when."""
    return DismissedDoubt.objects.about(activity)


@transaction.atomic
def dismiss(activity, other, by):
    """Say that two entries are not the same; both sides read who said so. Twice is once."""
    lock(activity, other, by)
    if DismissedDoubt.objects.between(activity, other).exists():
        return
    if other.pk not in {flag.activity.pk for flag in twice(activity) if flag.activity}:
        raise Refused(_("There is no doubt about these two."), "not_now")
    first, second = sorted([activity, other], key=lambda one: one.pk)
    DismissedDoubt.objects.create(first=first, second=second, by=by)
    record(activity, other, "dismiss-doubt", by)


@transaction.atomic
def take_back(activity, other, by):
    """Bring a dismissed doubt back. Twice is once."""
    lock(activity, other, by)
    gone, _rows = DismissedDoubt.objects.between(activity, other).delete()
    if gone:
        record(activity, other, "restore-doubt", by)


def lock(activity, other, by):
    """Nobody else changes entries of the pair meanwhile; Refused to who acts for no side of it."""
    Pair.objects.lock(activity.pair_id)
    if acting_side(by, activity.pair) is None or other.pair_id != activity.pair_id:
        raise Refused(_("You do not act for either side of this pair."), "not_yours")


def record(activity, other, name, by):
    for entry, about in ((activity, other), (other, activity)):
        WORKFLOW.record(entry, name, by, str(about))
