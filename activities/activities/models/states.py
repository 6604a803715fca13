"""The states of an activity, and which of them count."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


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


@dataclass(frozen=True)
class State:
    """Where an activity that was not merged into another stands; the same rule for one activity and for many."""

    stages: tuple
    statuses: tuple
    submitted: bool | None = None  # whether it has ever been submitted; None where that does not matter

    def q(self):
        """Return the condition under which activities stand here."""
        here = models.Q(stage__in=self.stages, status__in=self.statuses, merged_into=None)
        return here if self.submitted is None else here & models.Q(submitted_at__isnull=not self.submitted)

    def holds(self, activity):
        """Return whether `activity` stands here."""
        here = activity.stage in self.stages and activity.status in self.statuses and activity.merged_into_id is None
        return here and self.submitted in (None, bool(activity.submitted_at))


OPEN = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED)  # the logging side may still change it
ALIVE = (Stage.PLANNED, Stage.HELD)
EDITABLE = State(ALIVE, OPEN)
NEVER_SUBMITTED = State(ALIVE, OPEN, submitted=False)
SUBMITTED_BEFORE = State(ALIVE, OPEN, submitted=True)
TO_SUBMIT = State(ALIVE, (Status.DRAFT, Status.RETURNED))
PLAN = State((Stage.PLANNED,), (Status.SUBMITTED,))
TO_CONFIRM = State((Stage.HELD,), (Status.SUBMITTED,))
RETURNED = State(ALIVE, (Status.RETURNED,))
CONFIRMED = State((Stage.HELD,), (Status.CONFIRMED,))
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
