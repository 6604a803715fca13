"""The states of an activity, which of them count, and how the public is told of them."""

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


class PublicState(models.TextChoices):
    """What the public learns of the state of an activity."""

    COMING = "coming", _("Coming")
    PASSED = "passed", _("Day has passed, not yet reported")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class KnownBy(models.TextChoices):
    """Why the public may take it that an activity was held."""

    BOTH = "both", _("Confirmed by both sides")
    ON_BEHALF = "on_behalf", _("Confirmed by the ministry on behalf of a side")
    SOURCE = "source", _("From a public source")


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


def counts(stage, status, merged_into_id):
    """The same for one activity, by its columns."""
    return stage == Stage.HELD and status == Status.CONFIRMED and merged_into_id is None


COUNTED, COUNTED_FIGURES = counted(), counted("activity__")
# Held, and not yet confirmed: what is typed here stays between the two sides, also where the plan was public.
WAITING = models.Q(stage=Stage.HELD, status__in=OPEN)
# Withdrawn before anybody confirmed it: its words were never public.
UNTOLD = models.Q(stage=Stage.HELD, source="", confirmed_at=None)


def told_as(state, day):
    """The condition under which an activity is told of as `state` on `day`."""
    plan = models.Q(stage=Stage.PLANNED, status=Status.SUBMITTED)
    return {
        PublicState.COMING: plan & models.Q(ends_on__gte=day),
        PublicState.PASSED: plan & models.Q(ends_on__lt=day),
        PublicState.HELD: models.Q(stage=Stage.HELD, status=Status.CONFIRMED),
        PublicState.CANCELLED: models.Q(stage=Stage.CANCELLED) & ~models.Q(status=Status.WITHDRAWN),
        PublicState.WITHDRAWN: models.Q(status=Status.WITHDRAWN),
    }[state]
