"""The figures of an activity."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.catalogue.models.activity_kind import Indicator, of_period
from core.numbers import FIGURE_BOUNDS, MAX_FIGURE

from .states import counted

BOUNDS = [MinValueValidator(0, FIGURE_BOUNDS), MaxValueValidator(MAX_FIGURE, FIGURE_BOUNDS)]


def within_bounds(field):
    return models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__range": (0, MAX_FIGURE)})


class MeasureQuerySet(models.QuerySet):
    def counted(self):
        """Reported figures of activities that count."""
        return self.filter(counted("activity__")).exclude(value=None, agreed=None)

    def added_up(self):
        """The sums per pair, mechanism, indicator and month of the end, reports on periods apart."""
        keys = {
            "pair_id": models.F("activity__pair"),
            "mechanism_id": models.F("activity__kind__mechanism"),
            "month": TruncMonth("activity__ends_on"),
            "period": of_period("activity__kind__"),
        }
        sums = {"sum": models.Sum(Coalesce("agreed", "value")), "entries": models.Count("pk")}
        return self.order_by().annotate(**keys).values(*keys, "indicator_id").annotate(**sums)


class Measure(models.Model):
    """The value of one indicator for one activity: empty is not reported, 0 is zero."""

    activity = models.ForeignKey(
        "activities.Activity", on_delete=models.CASCADE, related_name="measures", verbose_name=_("activity")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="measures", verbose_name=_("indicator")
    )
    value = models.PositiveIntegerField(_("value"), null=True, blank=True, validators=BOUNDS)
    agreed = models.PositiveIntegerField(
        _("agreed value"),
        null=True,
        blank=True,
        validators=BOUNDS,
        help_text=_("What both sides agreed on when two accounts of one event were merged; it counts instead."),
    )

    objects = MeasureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["activity", "indicator__headline_order", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "indicator"],
                name="measure_once",
                violation_error_message=_("This activity already has this figure."),
            ),
            models.CheckConstraint(
                condition=within_bounds("value") & within_bounds("agreed"),
                name="measure_within_bounds",
                violation_error_message=FIGURE_BOUNDS,
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.counted_value}"

    @property
    def counted_value(self):
        """The value that counts: the agreed one where there is one."""
        return self.value if self.agreed is None else self.agreed
