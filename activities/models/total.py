"""What counted activities add up to, kept in the same transaction as every change."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pairs.models import Pair

from .kind import Indicator
from .measure import Measure
from .mechanism import Mechanism

KEY = ("pair", "mechanism", "indicator", "month", "period")
COLUMNS = [f"{name}_id" if name in ("pair", "mechanism", "indicator") else name for name in KEY]


class TotalQuerySet(models.QuerySet):
    def public(self):
        """Totals of published pairs."""
        return self.filter(pair__batch__published_at__isnull=False)

    def spread(self):
        """The sum of each indicator over these totals and the number of pairs it comes from, as rows."""
        sums = {"sum": models.Sum("value"), "pairs": models.Count("pair", distinct=True)}
        return self.order_by().values("indicator").annotate(**sums)

    def grown(self):
        """Totals of events only: reports on a stretch of time would draw a jump at its end."""
        return self.filter(period=False)

    def by_indicator(self):
        """The sum of each indicator over these totals, as a dict by its key."""
        return dict(self.order_by().values_list("indicator").annotate(models.Sum("value")))

    def by_mechanism(self):
        """The sums of each pair, mechanism and indicator over these totals, as rows."""
        return self.order_by().values("pair", "mechanism", "indicator").annotate(sum=models.Sum("value"))

    def recount(self, pair):
        """Bring the stored totals of one pair in step; call it with the pair locked."""
        return self.filter(pair=pair)._settle(Measure.objects.filter(activity__pair=pair))

    def recount_all(self):
        """Bring all totals in step; the list of what differed, as `differences`."""
        list(Pair.objects.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
        return self._settle(Measure.objects.all())

    def differences(self):
        """What is stored otherwise than a fresh count says: (key, stored, fresh), each (value, entries) or None."""
        return self._differences(Measure.objects.all())

    def _differences(self, measures):
        stored = {row[:-2]: row[-2:] for row in self.order_by().values_list(*COLUMNS, "value", "entries")}
        sums = measures.counted().added_up().values_list(*KEY, "sum", "entries")
        fresh = {row[:-2]: row[-2:] for row in sums}
        keys = sorted(stored.keys() | fresh.keys())
        return [(key, stored.get(key), fresh.get(key)) for key in keys if stored.get(key) != fresh.get(key)]

    def _settle(self, measures):
        differences = self._differences(measures)
        for key, stored, fresh in differences:
            names = dict(zip(COLUMNS, key, strict=True))
            if fresh is None:
                self.filter(**names).delete()
            elif stored is None:
                self.create(**names, value=fresh[0], entries=fresh[1])
            else:
                self.filter(**names).update(value=fresh[0], entries=fresh[1])
        return differences


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
        indexes = [models.Index(fields=["indicator", "month"])]
        constraints = [models.UniqueConstraint(fields=[*KEY], name="total_once")]

    def __str__(self):
        return f"{self.pair} · {self.indicator} · {self.month:%Y-%m}: {self.value}"
