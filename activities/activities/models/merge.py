"""Two accounts of one event: both numbers are kept, one value is agreed by both sides and counted."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from accounts.permissions import acting_side, of_side, pairs_of
from activities.catalogue.models.kind import Indicator
from core.exceptions import Refused
from core.numbers import FIGURE_BOUNDS, MAX_FIGURE
from core.reasons import REASON_LENGTH
from core.transitions import transition

from .activity import Activity
from .measure import Measure
from .proposal import Deciding, Proposal
from .states import LoggingSide, Status


class MergeQuerySet(models.QuerySet):
    def open(self):
        """Proposals that wait, as long as both accounts stand."""
        standing = Activity.objects.standing().order_by().values("pk")
        return self.filter(status=Proposal.OPEN, kept__in=standing, other__in=standing)

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

    @transaction.atomic
    def propose(self, by, kept, other, values):
        """Propose to count `other` as one event with `kept`; `values` by code of indicator, where the two differ."""
        kept._lock(by)
        other.refresh_from_db()
        refuse_unlike(kept, other)
        if self.open().filter(models.Q(kept__in=[kept, other]) | models.Q(other__in=[kept, other])).exists():
            raise Refused(_("A merging is already proposed; it has to be decided first."), "waiting")
        proposal = self.model(kept=kept, other=other, side=acting_side(by, kept.pair), proposed_by=by)
        proposal.values = agreed_values(kept, other, values)
        proposal._history_user = by
        proposal.save()
        return proposal


class Merge(Deciding, models.Model):
    """One side's proposal that two entries tell of one event, with the values to be counted."""

    kept = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="merges", verbose_name=gettext_lazy("entry that is kept")
    )
    other = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="+", verbose_name=gettext_lazy("entry merged into it")
    )
    side = models.CharField(gettext_lazy("proposed for"), max_length=10, choices=LoggingSide)
    values = models.JSONField(gettext_lazy("agreed values"), default=dict, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(gettext_lazy("proposed at"), auto_now_add=True)
    status = models.CharField(gettext_lazy("status"), max_length=10, choices=Proposal, default=Proposal.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(gettext_lazy("decided at"), null=True)
    on_behalf = models.BooleanField(gettext_lazy("decided by the ministry on behalf of a side"), default=False)
    answer = models.CharField(gettext_lazy("reason for declining"), max_length=REASON_LENGTH, blank=True)

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
    def pair(self):
        return self.kept.pair

    @property
    def both_values(self):
        """Indicator, value of the kept entry, value of the other, value agreed: for every figure either gives."""
        kept, other = values_of(self.kept), values_of(self.other)
        codes = [code for code in {**kept, **other} if kept.get(code) is not None or other.get(code) is not None]
        named = {indicator.code: indicator for indicator in Indicator.objects.filter(code__in=codes)}
        return [(named[code], kept.get(code), other.get(code), self.values.get(code)) for code in codes]

    @transition
    def accept(self, by):
        """The other side agrees, or the ministry on its behalf: the event counts once. Returns the kept activity."""
        kept, other = self._lock(by)
        self._refuse_own(by)
        refuse_unlike(kept, other)
        self.values = agreed_values(kept, other, self.values)
        self._decide(by, Proposal.ACCEPTED)
        other.merged_into, other.version, other._history_user = kept, other.version + 1, by
        other.save()
        if kept.status != Status.CONFIRMED:
            self._confirm(kept, by)
        return kept._keep(by, why=_("two accounts of one event merged"), agreed=self._agreed(kept))

    @transition
    def decline(self, by, reason):
        """The other side says that they are two events: both stay, with the reason."""
        kept, _other = self._lock(by)
        self._refuse_own(by)
        self._decide(by, Proposal.DECLINED, reason)
        return kept

    @transition
    def take_back(self, by):
        """The side that proposed it proposes it no longer; both entries stay."""
        kept, _other = self._lock(by)
        self._refuse_others(by)
        self._decide(by, Proposal.TAKEN_BACK)
        return kept

    def _lock(self, by):
        kept = Activity.objects.get(pk=self.kept_id)
        kept._lock(by)
        self.refresh_from_db()
        if self.status != Proposal.OPEN:
            raise Refused(_("This proposal is no longer waiting for a decision."), "not_now")
        return kept, Activity.objects.get(pk=self.other_id)

    def _agreed(self, kept):
        """The figures with the agreed values, which stand beside what was reported and count instead."""
        rows = []
        for indicator in Indicator.objects.filter(code__in=self.values):
            row = kept.measures.filter(indicator=indicator).first() or Measure(activity=kept, indicator=indicator)
            row.agreed = self.values[indicator.code]
            rows.append(row)
        return rows

    def _confirm(self, kept, by):
        """Whichever of the two who agreed does not belong to the logging side has confirmed it."""
        by_accepter = acting_side(by, kept.pair) != kept.side
        kept._mark_confirmed(by if by_accepter else self.proposed_by, self.on_behalf and by_accepter)


def refuse_unlike(kept, other):
    """Refused unless both stand and may tell of one event: same pair and kind, dates within two days."""
    alike = Activity.objects.standing().near(kept).filter(pk=other.pk).exists()
    if not alike or kept.kind.is_period or not Activity.objects.standing().filter(pk=kept.pk).exists():
        raise Refused(_("These two cannot be one event: pair, kind and, within two days, the dates must agree."))
    if kept.is_sourced or other.is_sourced:
        raise Refused(_("What comes from a public source is not merged; withdraw the one that repeats it."))
    if kept.status == Status.RETURNED or other.status == Status.RETURNED:
        raise Refused(_("One of the two was returned and is not handed in again yet."))


def values_of(activity):
    """What counts of an activity's figures, by code of indicator."""
    return {row.indicator.code: row.counted_value for row in activity.measures.select_related("indicator")}


def agreed_values(kept, other, values):
    """One value for each figure that either account gives; ValidationError for one that is open or impossible."""
    mine, theirs, agreed, faults = values_of(kept), values_of(other), {}, {}
    for code in {**mine, **theirs}:
        reported = {value for value in (mine.get(code), theirs.get(code)) if value is not None}
        value = values.get(code, min(reported) if len(reported) == 1 else None)
        if not reported:
            continue
        if value is None:
            faults[code] = _("The two accounts differ: give the value on which both sides agree.")
        elif not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_FIGURE:
            faults[code] = FIGURE_BOUNDS
        agreed[code] = value
    if faults:
        raise ValidationError(faults)
    return agreed
