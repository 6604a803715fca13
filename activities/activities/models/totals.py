"""What counted activities add up to, and how many they are: stored, and kept in step together so that both agree.

Differences are (key, stored, fresh), None where there is none; a key holds pair, mechanism, indicator, month and
period, and where it has no indicator, activities are counted.
"""

from django.db import models
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, Sum, When
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _

from activities.catalogue.models import Indicator, Mechanism, of_period
from pairs.models import Pair

from .activity import Activity
from .editing import Measure

SIGNING = "agreement_signing"  # the kind whose day is that of a milestone: no first activity


class StoredQuerySet(models.QuerySet):
    """Rows that hold what a fresh count says; a kind names its KEY, FIGURES and AMOUNT, and counts in `fresh()`."""

    KEY = FIGURES = ()  # the columns of a key, and those that are counted
    AMOUNT = ""  # the figure that is added up over rows

    def public(self):
        """Those of published pairs."""
        return self.filter(pair__batch__published_at__isnull=False)

    def of_pairs(self, pairs):
        """Those of `pairs`, given as their keys or as a query of them."""
        return self.filter(pair__in=pairs)

    def under(self, mechanisms):
        """Those under some mechanisms; under all when none are given."""
        return self.filter(mechanism__in=mechanisms) if mechanisms else self

    def between(self, since=None, until=None):
        """Those of the months from `since` to `until`, given by their first days; None is open."""
        found = self.filter(month__gte=since) if since else self
        return found.filter(month__lte=until) if until else found

    def events_only(self):
        """Those of events only: reports on a stretch of time would draw a jump at its end."""
        return self.filter(period=False)

    def summed(self, *keys):
        """For each value of `keys` the `sum`, how much of it comes from `reports` on periods, and how many `pairs`."""
        return self.order_by().values(*keys).annotate(**self.sums())

    def sums(self):
        return {
            "sum": Sum(self.AMOUNT),
            "reports": Coalesce(Sum(self.AMOUNT, filter=Q(period=True)), 0),
            "pairs": Count("pair", distinct=True),
        }

    def differences(self, pair=None):
        """What is stored otherwise than a fresh count says, of one pair or of all: (key, stored, fresh)."""
        width = len(self.KEY)
        stored = self.filter(pair=pair) if pair else self
        stored = {row[:width]: row[width:] for row in stored.order_by().values_list(*self.KEY, *self.FIGURES)}
        fresh = {row[:width]: row[width:] for row in self.fresh(pair)}
        keys = sorted(stored.keys() | fresh.keys())
        return [(key, stored.get(key), fresh.get(key)) for key in keys if stored.get(key) != fresh.get(key)]

    def recount(self, pair=None):
        """Bring what is stored in step, of one pair or of all; return the differences that there were."""
        differences, new = self.differences(pair), []
        for key, stored, fresh in differences:
            names = dict(zip(self.KEY, key, strict=True))
            figures = dict(zip(self.FIGURES, fresh or (), strict=bool(fresh)))
            if fresh is None:
                self.filter(**names).delete()
            elif stored is None:
                new.append(self.model(**names, **figures))
            else:
                self.filter(**names).update(**figures)
        self.model.objects.bulk_create(new, batch_size=500)
        return differences


class TotalQuerySet(StoredQuerySet):
    """Sums of figures."""

    KEY = ("pair_id", "mechanism_id", "indicator_id", "month", "period")
    FIGURES = ("value", "entries")
    AMOUNT = "value"

    def by_mechanism(self):
        """The sums of each pair, mechanism and indicator over these totals, as rows."""
        return self.order_by().values("pair", "mechanism", "indicator").annotate(sum=Sum("value"))

    def fresh(self, pair=None):
        of_pair = {"activity__pair": pair} if pair else {}
        return Measure.objects.counted().filter(**of_pair).added_up().values_list(*self.KEY, "sum", "entries")


class Total(models.Model):
    """The sum of one indicator for one pair, under one mechanism, in one month by the end of what was done."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="totals", verbose_name=_("pair"))
    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+", verbose_name=_("mechanism"))
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indicator"))
    month = models.DateField(_("month"), help_text=_("Its first day."))
    period = models.BooleanField(_("from reports on periods"), default=False)
    value = models.PositiveBigIntegerField(_("value"))
    entries = models.PositiveIntegerField(_("figures added"))

    computed = True
    objects = TotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("total")
        verbose_name_plural = _("totals")
        ordering = ["pair", "month"]
        # Holds all that sums are made of, so that adding up reads the index alone
        indexes = [models.Index(fields=["indicator", "pair", "month", "period", "value"], name="total_sums")]
        constraints = [
            models.UniqueConstraint(fields=["pair", "mechanism", "indicator", "month", "period"], name="total_once")
        ]

    def __str__(self):
        return f"{self.pair} · {self.indicator} · {self.month:%Y-%m}: {self.value}"


class TallyQuerySet(StoredQuerySet):
    """Numbers of activities, and of those of them that are evidenced."""

    KEY = ("pair_id", "mechanism_id", "month", "period")
    FIGURES = ("activities", "evidenced", "first_on")
    AMOUNT = "activities"

    def sums(self):
        """As of every stored figure, and how many of the activities are `backed` by evidence."""
        return super().sums() | {"backed": Sum("evidenced")}

    def fresh(self, pair=None):
        counted = Activity.objects.counted().order_by()
        counted = counted.filter(pair=pair) if pair else counted
        keys = {"month": TruncMonth("ends_on"), "period": of_period("kind__"), "mechanism_id": F("kind__mechanism")}
        figures = {
            "activities": Count("pk"),
            "evidenced": Count("pk", filter=Q(has_evidence=True)),
            "first_on": Min("ends_on", filter=~Q(kind__code=SIGNING)),
        }
        # Shown by a file or link that was not erased, or by the public source it names
        shown = {"pk": OuterRef("pk"), "evidence__isnull": False, "evidence__redacted_at__isnull": True}
        evidenced = Case(
            When(Exists(Activity.objects.filter(**shown).order_by()) | ~Q(source=""), then=True), default=False
        )
        keyed = counted.annotate(**keys, has_evidence=evidenced).values(*self.KEY)
        return keyed.annotate(**figures).values_list(*self.KEY, *self.FIGURES)


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

    computed = True
    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("number of activities")
        verbose_name_plural = _("numbers of activities")
        ordering = ["pair", "month"]
        constraints = [models.UniqueConstraint(fields=["pair", "mechanism", "month", "period"], name="tally_once")]

    def __str__(self):
        return f"{self.pair} · {self.mechanism} · {self.month:%Y-%m}: {self.activities}"


def recount(pair):
    """Bring what is stored of one pair in step; call it with the pair locked."""
    Tally.objects.recount(pair)
    Total.objects.recount(pair)


def recount_all():
    """Bring all in step, and return the differences that there were."""
    list(Pair.objects.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    return without_indicator(Tally.objects.recount()) + Total.objects.recount()


def differences():
    """Return the differences and change nothing."""
    return without_indicator(Tally.objects.differences()) + Total.objects.differences()


def without_indicator(found):
    """Differences in numbers of activities under keys like those of totals, with no indicator."""
    return [((pair, mechanism, None, *rest), *both) for (pair, mechanism, *rest), *both in found]
