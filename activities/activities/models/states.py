"""The states of an activity, and which of them count."""

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


OPEN = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED)  # the logging side may still change it


def counted(prefix=""):
    """Held and confirmed, by the other side or by a public source, and not merged into another."""
    facts = {"stage": Stage.HELD, "status": Status.CONFIRMED, "merged_into": None}
    return models.Q(**{f"{prefix}{field}": value for field, value in facts.items()})


COUNTED = counted()
