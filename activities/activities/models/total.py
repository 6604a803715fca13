"""What counted activities add up to, kept in the same transaction as every change."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.catalogue.models.activity_kind import Indicator
from activities.catalogue.models.mechanism import Mechanism
from pairs.models import Pair

from .aggregates import StoredQuerySet
from .figures import Measure


class TotalQuerySet(StoredQuerySet):
    """Sums of figures; totals.py brings them in step together with the numbers of activities."""

    KEY = ("pair", "mechanism", "indicator", "month", "period")
    FIGURES = ("value", "entries")
    AMOUNT = "value"

    def spread(self):
        """The sum of each indicator over these totals and the number of pairs it comes from, as rows."""
        return self.summed("indicator")

    def by_mechanism(self):
        """The sums of each pair, mechanism and indicator over these totals, as rows."""
        return self.order_by().values("pair", "mechanism", "indicator").annotate(sum=models.Sum("value"))

    def fresh(self, **whose):
        whose = {f"activity__{name}": value for name, value in whose.items()}
        sums = Measure.objects.filter(**whose).counted().added_up()
        return sums.values_list(*self.KEY, "sum", "entries")


class Total(models.Model):
    """The sum of one indicator for one pair, under one mechanism, in one month by the end of what was done."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="totals", verbose_name=_("pair"))
    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+", verbose_name=_("mechanism"))
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indicator"))
    month = models.DateField(_("month"), help_text=_("Its first day."))
    period = models.BooleanField(_("from reports on periods"), default=False)
    value = models.PositiveBigIntegerField(_("value"))
    entries = models.PositiveIntegerField(_("figures added"))

    objects = TotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("total")
        verbose_name_plural = _("totals")
        ordering = ["pair", "month"]
        # Holds all that sums are made of, so that adding up reads the index alone
        indexes = [models.Index(fields=["indicator", "pair", "month", "period", "value"], name="total_sums")]
        constraints = [models.UniqueConstraint(fields=[*TotalQuerySet.KEY], name="total_once")]

    def __str__(self):
        return f"{self.pair} · {self.indicator} · {self.month:%Y-%m}: {self.value}"
