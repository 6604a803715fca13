"""What ties a good practice to others: the activities it cites, and the pairs that have taken it up."""

from django.conf import settings
from django.db import models
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from activities.models import Activity
from pairs.models import Pair, Side

from .practice import Practice


class Citation(models.Model):
    """That a practice cites an activity."""

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="citations", verbose_name=gettext_lazy("good practice")
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="citations", verbose_name=gettext_lazy("activity")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("cited activity")
        verbose_name_plural = gettext_lazy("cited activities")
        ordering = ["practice", "pk"]
        constraints = [models.UniqueConstraint(fields=["practice", "activity"], name="citation_once")]

    def __str__(self):
        return str(self.activity)


@receiver(post_save, sender=Activity)
def follow_the_merged(instance, **_facts):
    """What cites an activity that is merged into another cites that one from then on."""
    if instance.merged_into_id is None:
        return
    for citation in instance.citations.all():
        citation._history_user = getattr(instance, "_history_user", None)
        if instance.merged_into.citations.filter(practice=citation.practice_id).exists():
            citation.delete()
        else:
            citation.activity = instance.merged_into
            citation.save()


class AdoptionQuerySet(models.QuerySet):
    def told(self):
        """Those of published pairs, in the order of the lists, with what a row shows."""
        pairs = [f"pair__{name}" for name in ("batch__action", "recipient", "supporter")]
        names = [f"pair__{side}__names" for side in Side.values]
        order = ["pair__batch__number", models.F("pair__serial").asc(nulls_last=True), "pair"]
        found = self.filter(pair__batch__published_at__isnull=False)
        return found.select_related(*pairs).prefetch_related(*names).order_by(*order)


class Adoption(models.Model):
    """That another pair has taken a practice up; shown to everybody."""

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="adoptions", verbose_name=gettext_lazy("good practice")
    )
    pair = models.ForeignKey(
        Pair, on_delete=models.PROTECT, related_name="adoptions", verbose_name=gettext_lazy("pair")
    )
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("adopted by")
    )
    adopted_at = models.DateTimeField(gettext_lazy("adopted at"), auto_now_add=True)

    objects = AdoptionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("adoption")
        verbose_name_plural = gettext_lazy("adoptions")
        ordering = ["practice", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "pair"],
                name="adoption_once",
                violation_error_message=gettext_lazy("This pair has adopted it already."),
            )
        ]

    def __str__(self):
        return str(self.pair)
