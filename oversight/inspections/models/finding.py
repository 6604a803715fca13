"""Findings: what an inspection found wrong, who is to mend it by when, what that side answers, and how it ended."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import coordinators_of, ever_spoke_for, of_side, pairs_of
from core.histories import HistoricalRecords
from core.model_fields import BoundedDateField, person_field, token_field
from core.personal_data import FreeTexts
from core.validators import only_printable
from core.workflow import State, WorkflowModel
from oversight.querysets import PairRecordQuerySet
from pairs.models import Batch, Pair, Side

from .inspection import Inspection

TEXT = [MaxLengthValidator(2000), only_printable]


class FindingState(models.TextChoices):
    """How far it has come; derived from answer and closing."""

    OPEN = "open", _("To be answered")
    ANSWERED = "answered", _("Answered, not closed yet")
    CLOSED = "closed", _("Closed")


CLOSED = State(closed_at__isnull=False)
IN_STATE = {
    FindingState.OPEN: State(closed_at=None, answered_at=None),
    FindingState.ANSWERED: State(closed_at=None, answered_at__isnull=False),
    FindingState.CLOSED: CLOSED,
}
OVERDUE = "overdue"  # no state of its own, but asked for like one


class FindingQuerySet(PairRecordQuerySet):
    to_pair = "inspection__pair"

    def in_state(self, state):
        """Those in this state, or overdue; all of them where an address asks for none that there is."""
        if state == OVERDUE:
            return self.overdue()
        return self.filter(IN_STATE[state].q()) if state in IN_STATE else self

    def overdue(self, day=None):
        """Not closed although due before `day` (today); a pair that has ended by then is reminded of nothing."""
        day = day or timezone.localdate()
        running = Pair.objects.running(day).order_by().values("pk")
        return self.filter(closed_at=None, due_on__lt=day, inspection__pair__in=running)

    def to_answer_by(self, user):
        """Unanswered ones about a side for which `user` speaks, in batches that have not ended; the first due first."""
        pairs = pairs_of(user).not_ended().order_by().values("pk")
        own = of_side(user, "inspection__pair")
        return self.in_state(FindingState.OPEN).filter(own, inspection__pair__in=pairs).order_by("due_on", "pk")

    def for_rows(self):
        """Fetch what a row of a list shows, in a constant number of queries."""
        people = ("person", "recorded_by", "answered_by", "closed_by")
        return self.with_pair().select_related("inspection__round", *people)

    def most_urgent_first(self):
        """What is not closed first, by its due day; then what is closed, the latest first."""
        closed = models.Case(models.When(closed_at=None, then=0), default=1)
        return self.order_by(closed, models.F("closed_at").desc(nulls_first=True), "due_on", "pk")


class Finding(WorkflowModel, FreeTexts):
    """Something to be mended by one side of an inspected pair; closed by the ministry, never by whom it is about."""

    State = FindingState
    free_texts = ("text", "answer", "closing_note")
    edited_fields = ("text", "side", "person", "due_on")

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="findings", verbose_name=_("inspection")
    )
    text = models.TextField(_("what was found"), validators=TEXT)
    side = models.CharField(_("to be corrected by"), max_length=10, choices=Side)
    person = person_field(
        _("person in charge"),
        null=True,
        blank=True,
        help_text=_("One of the side's coordinators; empty for all of them."),
    )
    due_on = BoundedDateField(_("due on"))
    recorded_on = BoundedDateField(_("recorded on"), default=timezone.localdate, editable=False)
    recorded_by = person_field(_("recorded by"))
    answer = models.TextField(_("answer of the side"), blank=True, validators=TEXT)
    answered_by = person_field(_("answered by"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    closing_note = models.TextField(_("closing note"), blank=True, validators=TEXT)
    closed_by = person_field(_("closed by"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    token = token_field()

    objects = FindingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["token"])

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["closed_at", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("recorded_on")),
                name="finding_due_ahead",
                violation_error_message=_("It is due after it was recorded; give a later day."),
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None, answered_by=None)
                | ~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="finding_answered_whole",
                violation_error_message=_("An answer has its words, its day and who gave it."),
            ),
            models.CheckConstraint(
                condition=models.Q(closing_note="", closed_at=None, closed_by=None)
                | ~models.Q(closing_note="") & models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="finding_closed_whole",
                violation_error_message=_("It is closed with a note, by somebody."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_by=None) | models.Q(person=None) | ~models.Q(closed_by=models.F("person")),
                name="finding_not_closed_by_its_owner",
                violation_error_message=_("A finding is not closed by the one it is about."),
            ),
        ]

    def __str__(self):
        return self.text if len(self.text) <= 60 else f"{self.text[:59]}…"

    @property
    def pair(self):
        return self.inspection.pair

    @property
    def state(self):
        """The FindingState, as `in_state` has it."""
        return next(name for name, state in IN_STATE.items() if state.holds(self))

    @property
    def is_overdue(self):
        """The rule of `overdue()`, for one finding today."""
        running = self.pair.batch.phase == Batch.Phase.RUNNING and not self.pair.has_ended
        return self.closed_at is None and self.due_on < timezone.localdate() and running

    def texts(self):
        """All that an edit or an answer may change: the text a conflict shows."""
        return super().texts() | {"answer": self.answer}

    def concerns(self, user):
        """Whether it is about `user`: the person in charge, or whoever holds or ever held the post on its side."""
        return self.person_id == user.pk or ever_spoke_for(user, getattr(self.pair, f"{self.side}_id"))

    def clean(self):
        """The person in charge speaks for the side; checked when one is named, since posts end."""
        before = Finding.objects.filter(pk=self.pk).values_list("person_id", "side").first()
        if not (self.person_id and self.side) or before == (self.person_id, self.side):
            return
        if not coordinators_of(self.pair, self.side).filter(user=self.person_id).exists():
            raise ValidationError({"person": _("This person is no coordinator of that side today.")})
