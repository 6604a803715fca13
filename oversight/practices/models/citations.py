"""What ties a good practice to others: the activities it cites, and the pairs that have taken it up."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from core.histories import HistoricalRecords
from core.model_fields import person_field
from oversight.querysets import PairRecordQuerySet
from pairs.models import Pair

from .practice import Practice


class CitationQuerySet(models.QuerySet):
    def keys(self):
        """Return {key of the activity cited, or of the one into which it was merged: its citation}."""
        return {row.activity.merged_into_id or row.activity_id: row for row in self.select_related("activity")}

    def cited(self):
        """With the key of the activity that each cites, in no order."""
        return self.annotate(cited=Coalesce("activity__merged_into", "activity")).order_by()

    def told(self):
        """Return {practice: keys of the public activities it cites, the newest first}."""
        cited = self.cited()
        found, rows = {}, list(cited.values_list("practice", "cited"))
        public = Activity.objects.told().filter(pk__in=cited.values("cited"))
        for key in public.in_order().values_list("pk", flat=True):
            for practice in dict.fromkeys(practice for practice, each in rows if each == key):
                found.setdefault(practice, []).append(key)
        return found


class Citation(models.Model):
    """That a practice cites an activity; one that was merged into another is read as that other one."""

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="citations", verbose_name=_("good practice")
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="citations", verbose_name=_("activity")
    )

    objects = CitationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("cited activity")
        verbose_name_plural = _("cited activities")
        ordering = ["practice", "pk"]
        constraints = [models.UniqueConstraint(fields=["practice", "activity"], name="citation_once")]

    def __str__(self):
        return str(self.activity)


class AdoptionQuerySet(PairRecordQuerySet):
    def told(self):
        """Those of published pairs, in the order of the lists, with what a row shows."""
        order = ["pair__batch__number", models.F("pair__serial").asc(nulls_last=True), "pair"]
        return self.filter(pair__batch__published_at__isnull=False).with_pair().order_by(*order)


class Adoption(models.Model):
    """That another pair has taken a practice up; shown to everybody."""

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="adoptions", verbose_name=_("good practice")
    )
    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="adoptions", verbose_name=_("pair"))
    adopted_by = person_field(_("adopted by"))
    adopted_at = models.DateTimeField(_("adopted at"), auto_now_add=True)

    objects = AdoptionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        ordering = ["practice", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "pair"],
                name="adoption_once",
                violation_error_message=_("This pair has adopted it already."),
            )
        ]

    def __str__(self):
        return str(self.pair)
