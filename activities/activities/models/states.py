"""The states of an activity, and which of them count."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.workflow import State


class Stage(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    CONFIRMED = "confirmed", _("Confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class LoggingSide(models.TextChoices):
    """Who logs: one of the pair's two sides, or the ministry."""

    RECIPIENT = "recipient", _("Recipient")
    SUPPORTER = "supporter", _("Supporter")
    MINISTRY = "ministry", _("Ministry")


def standing(stages, statuses, **more):
    """Return the State of an activity that was not merged into another."""
    return State(stage__in=stages, status__in=statuses, merged_into=None, **more)


OPEN = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED)  # the logging side may still change it
ALIVE = (Stage.PLANNED, Stage.HELD)
EDITABLE = standing(ALIVE, OPEN)
NEVER_SUBMITTED = standing(ALIVE, OPEN, submitted_at=None)
SUBMITTED_BEFORE = standing(ALIVE, OPEN, submitted_at__isnull=False)
TO_SUBMIT = standing(ALIVE, (Status.DRAFT, Status.RETURNED))
PLAN = standing((Stage.PLANNED,), (Status.SUBMITTED,))
TO_CONFIRM = standing((Stage.HELD,), (Status.SUBMITTED,))
RETURNED = standing(ALIVE, (Status.RETURNED,))
CONFIRMED = standing((Stage.HELD,), (Status.CONFIRMED,))
# All that an activity may be; the database refuses the rest.
MEANT = (
    models.Q(stage=Stage.PLANNED, status__in=[Status.DRAFT, Status.SUBMITTED, Status.WITHDRAWN])
    | models.Q(stage=Stage.HELD)
    | models.Q(stage=Stage.CANCELLED, status=Status.SUBMITTED)
)


def counted(prefix=""):
    """Held and confirmed, by the other side or by a public source, and not merged into another."""
    facts = {"stage": Stage.HELD, "status": Status.CONFIRMED, "merged_into": None}
    return models.Q(**{f"{prefix}{field}": value for field, value in facts.items()})


COUNTED = counted()
