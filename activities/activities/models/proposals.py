"""What one side proposes about entries and the other decides: corrections of one, and mergings of two.

Of two accounts of one event both numbers are kept; one value is agreed by both sides and counted.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy

from accounts.permissions import acting_side, of_side, pairs_of
from activities.catalogue.models import Indicator
from core.histories import HistoricalRecords
from core.personal_data import REASON_LENGTH
from core.versioning import as_stored

from .activity import Activity
from .states import LoggingSide, Status


class ProposalStatus(models.TextChoices):
    """What became of something one side proposed."""

    OPEN = "open", gettext_lazy("Waiting for the other side")
    ACCEPTED = "accepted", gettext_lazy("Accepted")
    DECLINED = "declined", gettext_lazy("Declined")
    TAKEN_BACK = "taken_back", gettext_lazy("Taken back")


class Proposal(models.Model):
    """A proposal of one side about an `entry`: the other side decides, its own takes it back."""

    side = models.CharField(gettext_lazy("proposed for"), max_length=10, choices=LoggingSide)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(gettext_lazy("proposed at"), auto_now_add=True)
    status = models.CharField(
        gettext_lazy("status"), max_length=10, choices=ProposalStatus, default=ProposalStatus.OPEN
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(gettext_lazy("decided at"), null=True)
    on_behalf = models.BooleanField(gettext_lazy("decided by the ministry on behalf of a side"), default=False)
    answer = models.CharField(gettext_lazy("reason for declining"), max_length=REASON_LENGTH, blank=True)

    class Meta:
        abstract = True

    @property
    def pair(self):
        return self.entry.pair

    def is_own_of(self, by):
        """Return whether the side for which `by` acts proposed it."""
        return acting_side(by, self.pair) == self.side


class CorrectionQuerySet(models.QuerySet):
    def open(self):
        """Those that wait, on entries that are still confirmed."""
        still = {"activity__status": Status.CONFIRMED, "activity__merged_into": None}
        return self.filter(status=ProposalStatus.OPEN, **still)

    def to_decide_by(self, user):
        """Open proposals of the other side, or of the ministry, in pairs of `user`."""
        pairs = pairs_of(user).order_by().values("pk")
        return self.open().filter(activity__pair__in=pairs).exclude(of_side(user, "activity__pair"))

    def with_pairs(self):
        """Fetch what a row of a list shows, in a constant number of queries."""
        pairs = [f"activity__pair__{name}" for name in ("batch__action", "recipient", "supporter")]
        return self.select_related("activity__kind", "proposed_by", *pairs)


class Correction(Proposal):
    """Other values for a confirmed activity, or its withdrawal, as one side proposes."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="corrections", verbose_name=gettext_lazy("activity")
    )
    before = models.JSONField(gettext_lazy("as it stood"), default=dict)
    values = models.JSONField(gettext_lazy("proposed words and days"), default=dict, blank=True)
    measures = models.JSONField(gettext_lazy("proposed figures"), default=dict, blank=True)
    withdraw = models.BooleanField(gettext_lazy("to be withdrawn"), default=False)
    reason = models.CharField(gettext_lazy("reason"), max_length=REASON_LENGTH)

    objects = CorrectionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("correction")
        verbose_name_plural = gettext_lazy("corrections")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity"],
                condition=models.Q(status="open"),
                name="correction_one_open",
                violation_error_message=gettext_lazy("A correction is already waiting; it has to be decided first."),
            )
        ]

    def __str__(self):
        return f"{self.activity} · {self.get_status_display()}"

    @property
    def entry(self):
        return self.activity

    @property
    def changes(self):
        """Field or code of indicator, value before, value proposed; only what differs.

        While it waits, before is what the entry says today: a merging may have changed a figure meanwhile.
        """
        before = as_stored(self.activity.texts()) if self.status == ProposalStatus.OPEN else self.before
        proposed = {**self.values, **self.measures}
        return [(name, before.get(name), new) for name, new in proposed.items() if before.get(name) != new]


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
        Activity, on_delete=models.CASCADE, related_name="merges", verbose_name=gettext_lazy("entry to keep")
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
