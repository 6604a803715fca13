"""How many activities count, and how many of them are evidenced: kept in step with the totals."""

from django.db import models
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from activities.catalogue.models.activity_kind import of_period
from activities.catalogue.models.mechanism import Mechanism
from pairs.models import Pair

from .activity import Activity
from .aggregates import StoredQuerySet
from .evidence import Evidence

SIGNING = "agreement_signing"  # the kind whose day is that of a milestone: no first activity


class TallyQuerySet(StoredQuerySet):
    KEY = ("pair", "mechanism", "month", "period")
    FIGURES = ("activities", "evidenced", "first_on")
    AMOUNT = "activities"

    def sums(self):
        """As of every stored figure, and how many of the activities are `backed` by evidence."""
        return super().sums() | {"backed": models.Sum("evidenced")}

    def fresh(self, **whose):
        keys = {"month": TruncMonth("ends_on"), "period": of_period("kind__"), "mechanism": F("kind__mechanism")}
        figures = {
            "activities": Count("pk"),
            "evidenced": Count("pk", filter=Q(has_evidence=True)),
            "first_on": Min("ends_on", filter=~Q(kind__code=SIGNING)),
        }
        counted = Activity.objects.counted().filter(**whose).order_by().annotate(**keys, has_evidence=has_evidence())
        return counted.values(*self.KEY).annotate(**figures).values_list(*self.KEY, *self.FIGURES)


def has_evidence():
    """Whether an activity can be shown: by a file or link that was not erased, or by the public source it names."""
    kept = Evidence.objects.filter(activity=OuterRef("pk"), redacted_at=None).order_by()
    return Case(When(Exists(kept) | ~Q(source=""), then=True), default=False, output_field=models.BooleanField())


class Tally(models.Model):
    """The counted activities of one pair under one mechanism, in one month by the end of what was done."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="tallies", verbose_name=_("pair"))
    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+", verbose_name=_("mechanism"))
    month = models.DateField(_("month"), help_text=_("Its first day."))
    period = models.BooleanField(_("from reports on periods"), default=False)
    activities = models.PositiveIntegerField(_("activities"))
    evidenced = models.PositiveIntegerField(_("evidenced activities"))
    first_on = models.DateField(
        _("first day on which one of them ended"), null=True, blank=True, help_text=_("Signings of agreements aside.")
    )

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("number of activities")
        verbose_name_plural = _("numbers of activities")
        ordering = ["pair", "month"]
        constraints = [models.UniqueConstraint(fields=[*TallyQuerySet.KEY], name="tally_once")]

    def __str__(self):
        return f"{self.pair} · {self.mechanism} · {self.month:%Y-%m}: {self.activities}"
