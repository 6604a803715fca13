"""Proposals to change what is confirmed: the other side decides."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from accounts.permissions import acting_side, of_side, pairs_of
from activities.activities import period_questions
from core.exceptions import Refused
from core.questions import ask
from core.reasons import REASON_LENGTH, given_reason
from core.transitions import transition

from .activity import Activity
from .lifecycle import WORDS
from .proposal import Deciding, Proposal
from .states import LoggingSide, Status


class CorrectionQuerySet(models.QuerySet):
    def open(self):
        """Those that wait, on entries that are still confirmed."""
        still = {"activity__status": Status.CONFIRMED, "activity__merged_into": None}
        return self.filter(status=Proposal.OPEN, **still)

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

    @transaction.atomic
    def propose(self, activity, by, values, measures, reason, withdraw=False, version=None, answered=()):
        """Keep a proposal of one side; Refused, ValidationError and Conflict as the verbs of an activity."""
        activity._lock(by, version, mine={**values, **measures})
        if activity.status != Status.CONFIRMED or activity.is_sourced:
            raise Refused(_("Only what both sides have confirmed is corrected by a proposal."), "not_now")
        if activity.corrections.open().exists():
            raise Refused(_("A correction is already waiting; it has to be decided first."), "waiting")
        proposal = self.model(activity=activity, side=acting_side(by, activity.pair), proposed_by=by)
        proposal.reason, proposal.withdraw = given_reason(reason), withdraw
        proposal.before = as_stored(activity.texts())
        if not withdraw:
            proposal.values, proposal.measures = as_stored(values), as_stored(measures)
            proposal.rehearse(answered)
        proposal._history_user = by
        proposal.save()
        return proposal


class Correction(Deciding, models.Model):
    """Other values for a confirmed activity, or its withdrawal, as one side proposes."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="corrections", verbose_name=gettext_lazy("activity")
    )
    side = models.CharField(gettext_lazy("proposed for"), max_length=10, choices=LoggingSide)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(gettext_lazy("proposed at"), auto_now_add=True)
    before = models.JSONField(gettext_lazy("as it stood"), default=dict)
    values = models.JSONField(gettext_lazy("proposed words and days"), default=dict, blank=True)
    measures = models.JSONField(gettext_lazy("proposed figures"), default=dict, blank=True)
    withdraw = models.BooleanField(gettext_lazy("to be withdrawn"), default=False)
    reason = models.CharField(gettext_lazy("reason"), max_length=REASON_LENGTH)
    status = models.CharField(gettext_lazy("status"), max_length=10, choices=Proposal, default=Proposal.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(gettext_lazy("decided at"), null=True)
    on_behalf = models.BooleanField(gettext_lazy("decided by the ministry on behalf of a side"), default=False)
    answer = models.CharField(gettext_lazy("reason for declining"), max_length=REASON_LENGTH, blank=True)

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
    def pair(self):
        return self.activity.pair

    @property
    def changes(self):
        """Field or code of indicator, value before, value proposed; only what differs.

        While it waits, before is what the entry says today: a merging may have changed a figure meanwhile.
        """
        before = as_stored(self.activity.texts()) if self.status == Proposal.OPEN else self.before
        proposed = {**self.values, **self.measures}
        return [(name, before.get(name), new) for name, new in proposed.items() if before.get(name) != new]

    @transition
    def accept(self, by, seen=None):
        """The other side agrees, or the ministry on its behalf: apply the proposal. Returns the activity.

        `seen` is the key of the proposal that the person looked at; Conflict when that is another one.
        """
        activity = self._lock(by, seen)
        self._refuse_own(by)
        self.before = as_stored(activity.texts())
        self._decide(by, Proposal.ACCEPTED)
        if self.withdraw:
            return activity._withdraw(by, self.reason)
        return activity._keep(by, self.values, self.measures, why=self.reason)

    @transition
    def decline(self, by, reason, seen=None):
        """The other side leaves the activity as it is, with the reason."""
        activity = self._lock(by, seen)
        self._refuse_own(by)
        self._decide(by, Proposal.DECLINED, reason)
        return activity

    @transition
    def take_back(self, by, seen=None):
        """The side that proposed it proposes it no longer; the activity stays as it is."""
        activity = self._lock(by, seen)
        self._refuse_others(by)
        self._decide(by, Proposal.TAKEN_BACK)
        return activity

    def rehearse(self, answered=()):
        """ValidationError when the proposed values could not be applied, and Unanswered while a day is asked about."""
        if strange := set(self.values) - set(WORDS):
            raise ValidationError(_("“%(field)s” cannot be corrected.") % {"field": min(strange)})
        copy = Activity.objects.get(pk=self.activity_id)
        copy._take(self.values)
        figures = copy._figures(self.measures)
        copy._check(figures)
        if not self.changes:
            raise ValidationError(_("Nothing would change; correct at least one value."))
        if {"starts_on", "ends_on"} & set(self.values):
            ask(period_questions.questions(copy), answered)

    def _lock(self, by, seen):
        activity = Activity.objects.get(pk=self.activity_id)
        activity._lock(by)
        self.refresh_from_db()
        self._refuse_another(seen)
        if self.status != Proposal.OPEN or activity.status != Status.CONFIRMED:
            raise Refused(_("This proposal is no longer waiting for a decision."), "not_now")
        return activity


def as_stored(values):
    """Values as JSON keeps them: days and times as ISO text, a kind by its code."""
    stored = {}
    for field, value in values.items():
        key = getattr(field, "code", field)
        if isinstance(value, datetime.date | datetime.time):
            stored[key] = value.isoformat()
        else:
            stored[key] = getattr(value, "code", value)
    return stored
