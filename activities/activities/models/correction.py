"""Proposals to change what is confirmed: the other side decides."""

from django.db import models
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from accounts.permissions import of_side, pairs_of
from core.personal_data import REASON_LENGTH
from core.versioning import as_stored

from .activity import Activity
from .proposal import Proposal, ProposalStatus
from .states import Status


class CorrectionQuerySet(models.QuerySet):
    def open(self):
        """Those that wait, on entries that are still confirmed."""
        still = {"activity__status": Status.CONFIRMED, "activity__merged_into": None}
        return self.filter(status=ProposalStatus.OPEN, **still)

    def to_decide_by(self, user):
        """Open proposals of the other side, or of the ministry, in pairs of `user`."""
        pairs = pairs_of(user).order_by().values("pk")
        return self.open().filter(activity__pair__in=pairs).exclude(of_side(user, "activity__pair"))

    def of_values(self):
        """Those that propose other words or figures."""
        return self.filter(withdraw=False)

    def of_withdrawal(self):
        """Those that propose that the entry is withdrawn."""
        return self.filter(withdraw=True)

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
