"""Two accounts of one event: both numbers are kept, one value is agreed by both sides and counted."""

from django.db import models
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from accounts.permissions import of_side, pairs_of
from activities.catalogue.models.activity_kind import Indicator

from .activity import Activity
from .proposal import Proposal, ProposalStatus


class MergeQuerySet(models.QuerySet):
    def open(self):
        """Proposals that wait, as long as both accounts stand."""
        standing = Activity.objects.standing().order_by().values("pk")
        return self.filter(status=ProposalStatus.OPEN, kept__in=standing, other__in=standing)

    def to_decide_by(self, user):
        """Open proposals of the other side, or of the ministry, in pairs of `user`."""
        pairs = pairs_of(user).order_by().values("pk")
        return self.open().filter(kept__pair__in=pairs).exclude(of_side(user, "kept__pair"))

    def with_pairs(self):
        """Fetch what a row of a list shows, in a constant number of queries."""
        pairs = [f"kept__pair__{name}" for name in ("batch__action", "recipient", "supporter")]
        return self.select_related("kept__kind", "other", "proposed_by", *pairs)

    def open_to(self, user):
        """Proposals about entries whose inner record `user` may read."""
        return self.filter(kept__in=Activity.objects.open_to(user).order_by().values("pk"))

    def about(self, activity):
        return self.filter(models.Q(kept=activity) | models.Q(other=activity))


class Merge(Proposal):
    """One side's proposal that two entries tell of one event, with the values to be counted."""

    kept = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="merges", verbose_name=gettext_lazy("entry that is kept")
    )
    other = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="+", verbose_name=gettext_lazy("entry merged into it")
    )
    values = models.JSONField(gettext_lazy("agreed values"), default=dict, blank=True)

    objects = MergeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("merging of two entries")
        verbose_name_plural = gettext_lazy("mergings of two entries")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(kept=models.F("other")), name="merge_two_entries"),
            models.UniqueConstraint(fields=["other"], condition=models.Q(status="accepted"), name="merge_other_once"),
        ]

    def __str__(self):
        return f"{self.kept} + {self.other}"

    @property
    def entry(self):
        return self.kept

    @property
    def both_values(self):
        """Indicator, value of the kept entry, value of the other, value agreed: for every figure either gives."""
        kept, other = values_of(self.kept), values_of(self.other)
        codes = [code for code in {**kept, **other} if kept.get(code) is not None or other.get(code) is not None]
        named = {indicator.code: indicator for indicator in Indicator.objects.filter(code__in=codes)}
        return [(named[code], kept.get(code), other.get(code), self.values.get(code)) for code in codes]


def values_of(activity):
    """What counts of an activity's figures, by code of indicator."""
    return {row.indicator.code: row.counted_value for row in activity.measures.select_related("indicator")}
