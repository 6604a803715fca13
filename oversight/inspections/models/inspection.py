"""Inspections: one pair of one round, the questions as they were copied, their answers, and a conclusion."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.model_fields import person_field
from core.personal_data import REASON_LENGTH, FreeTexts, given_reason
from core.validators import only_printable
from core.versioning import Versioned, refuse_outside, refuse_unless
from core.workflow import transition
from oversight.querysets import PairRecordQuerySet
from pairs.models import Pair

from .checklist import ChecklistQuestion
from .inspection_round import Draw, InspectionRound

WORDS = ("visited_on", "conclusion")


class InspectionState(models.TextChoices):
    OPEN = "open", _("Under way")
    CONCLUDED = "concluded", _("Concluded")
    CALLED_OFF = "called_off", _("Called off")


class Verdict(models.TextChoices):
    """What the inspector found on one question; empty while it has not been looked at."""

    MET = "met", _("In order")
    PARTLY = "partly", _("Partly in order")
    NOT_MET = "not_met", _("Not in order")
    NOT_APPLICABLE = "na", _("Does not apply")


class InspectionQuerySet(PairRecordQuerySet):
    def open_to(self, user):
        """All for the ministry; once concluded, those of the pairs whose inner life `user` may read."""
        found = super().open_to(user)
        return found if user.is_authenticated and user.oversees else found.filter(state=InspectionState.CONCLUDED)

    def for_rows(self):
        """Fetch what a row of a list shows, in a constant number of queries; the newest round first."""
        found = models.Count("findings")
        unclosed = models.Count("findings", filter=models.Q(findings__closed_at=None))
        order = ["-round__starts", "-round", "pair__batch__number", models.F("pair__serial").asc(nulls_last=True), "pk"]
        rows = self.with_pair().select_related("round", "draw", "concluded_by")
        return rows.annotate(found=found, unclosed=unclosed).order_by(*order)

    @transaction.atomic
    def begin(self, by, round_, pair, draw=None):
        """Open the inspection of `pair` with a copy of the questions as they stand today."""
        made = self.model(round=round_, pair=pair, draw=draw, chosen_by=by)
        made.store(by)
        for item in round_.checklist.items.all():
            words = {"position": item.position, "question": item.question, "question_en": item.question_en}
            answer = Answer(inspection=made, **words)
            answer._history_user = by
            answer.save()
        return made


class Inspection(Versioned, FreeTexts):
    """A look at one pair: open while answers are written, then concluded, or called off with the reason."""

    free_texts = ("conclusion",)

    State = InspectionState

    round = models.ForeignKey(
        InspectionRound, on_delete=models.PROTECT, related_name="inspections", verbose_name=_("round")
    )
    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="inspections", verbose_name=_("pair"))
    draw = models.ForeignKey(
        Draw,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name=_("drawing"),
        help_text=_("Empty when the pair was chosen by hand."),
    )
    chosen_by = person_field(_("chosen by"))
    chosen_at = models.DateTimeField(_("chosen at"), auto_now_add=True)
    visited_on = models.DateField(_("day of the inspection"), null=True, blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True, validators=[MaxLengthValidator(4000), only_printable])
    state = models.CharField(_("state"), max_length=10, choices=InspectionState, default=InspectionState.OPEN)
    reason = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, help_text=_("Why it was called off, or opened again.")
    )
    concluded_by = person_field(_("concluded by"), null=True, blank=True)
    concluded_at = models.DateTimeField(_("concluded at"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    objects = InspectionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "pair"],
                name="inspection_pair_once",
                violation_error_message=_("This pair is already in the round."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="concluded")
                | models.Q(concluded_at__isnull=False, visited_on__isnull=False) & ~models.Q(conclusion=""),
                name="inspection_concluded_whole",
                violation_error_message=_("It is concluded with its day and a conclusion."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="called_off") | ~models.Q(reason=""),
                name="inspection_called_off_reasoned",
                violation_error_message=_("Give the reason; it is kept and shown."),
            ),
        ]

    def __str__(self):
        return f"{self.round} · {self.pair}"

    @property
    def is_open(self):
        return self.state == InspectionState.OPEN

    @property
    def is_drawn(self):
        """Chosen at random, not by hand."""
        return self.draw_id is not None

    def texts(self):
        """All that an edit may change, answers by the key of their question: the text a conflict shows."""
        texts = {field: getattr(self, field) for field in WORDS}
        for answer in self.answers.all():
            texts |= {f"verdict-{answer.pk}": answer.verdict, f"note-{answer.pk}": answer.note}
        return texts

    @transition
    def fill(self, by, version, values):
        """Save day, conclusion and answers (`verdict-7`, `note-7`) of an open inspection; unfinished is welcome."""
        refuse_outside(by)
        self.lock(by, version, mine=values)
        self._refuse_when_closed()
        return self._write(by, values)

    @transition
    def conclude(self, by, version=None):
        """End it: from now on both sides and their provinces read it. ValidationError with all that is missing."""
        refuse_outside(by)
        self.lock(by, version)
        self._refuse_when_closed()
        if missing := self.missing():
            raise ValidationError(missing)
        self.state, self.concluded_by, self.concluded_at = InspectionState.CONCLUDED, by, timezone.now()
        return self.store(by)

    @transition
    def reopen(self, by, reason, version=None):
        """Open a concluded inspection again, with the reason; until it is concluded anew only the ministry reads it."""
        refuse_outside(by)
        self.lock(by, version)
        refuse_unless(self.state == InspectionState.CONCLUDED, _("Only what was concluded can be opened again."))
        self.state, self.concluded_by, self.concluded_at = InspectionState.OPEN, None, None
        self.reason = given_reason(reason)
        return self.store(by, why=self.reason)

    @transition
    def call_off(self, by, reason, version=None):
        """Leave the pair out after all; the line stays, with the reason. Refused once there are findings."""
        refuse_outside(by)
        self.lock(by, version)
        self._refuse_when_closed()
        refuse_unless(not self.findings.exists(), _("It has findings: conclude it instead."), "found")
        self.state, self.reason = InspectionState.CALLED_OFF, given_reason(reason)
        return self.store(by, why=self.reason)

    def missing(self):
        """What stands in the way of concluding, as a dict of messages by field."""
        faults = {}
        if not self.visited_on:
            faults["visited_on"] = _("Give the day of the inspection.")
        if not self.conclusion.strip():
            faults["conclusion"] = _("Sum up what was found.")
        for answer in self.answers.all():
            if not answer.verdict:
                faults[f"verdict-{answer.pk}"] = _("Answer this question.")
            elif answer.verdict in (Verdict.PARTLY, Verdict.NOT_MET) and not answer.note.strip():
                faults[f"note-{answer.pk}"] = _("Say what is not in order.")
        return faults

    def clean(self):
        if self.visited_on and self.visited_on > timezone.localdate():
            raise ValidationError({"visited_on": _("This day is still to come; give a day up to today.")})

    def _refuse_when_closed(self):
        refuse_unless(self.is_open, _("It was concluded or called off and stays as it is."), "locked")

    def _write(self, by, values):
        answers = {str(answer.pk): answer for answer in self.answers.all()}
        changed, faults = {}, {}
        for field, value in values.items():
            name, _dash, key = field.partition("-")
            if field in WORDS:
                setattr(self, field, value)
            elif name in ("verdict", "note") and key in answers:
                if getattr(answers[key], name) != value:
                    setattr(answers[key], name, value)
                    changed[key] = answers[key]
            else:
                raise ValidationError(_("“%(field)s” cannot be edited.") % {"field": field})
        for key, answer in changed.items():
            faults |= answer.faults(key)
        if faults:
            raise ValidationError(faults)
        self.store(by)
        for answer in changed.values():
            answer._history_user = by
            answer.save()
        return self


class Answer(ChecklistQuestion):
    """One question as it was copied, with what the inspector found."""

    free_texts = (*ChecklistQuestion.free_texts, "note")

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="answers", verbose_name=_("inspection")
    )
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, blank=True)
    note = models.TextField(_("inspector's note"), blank=True, validators=[MaxLengthValidator(2000), only_printable])

    history = HistoricalRecords()

    class Meta(ChecklistQuestion.Meta):
        abstract = False
        verbose_name = _("answer of an inspection")
        verbose_name_plural = _("answers of inspections")

    def faults(self, key):
        """What is wrong with it, as messages by field of the inspection's form."""
        try:
            self.full_clean(exclude=["inspection"])
        except ValidationError as error:
            return {f"{field}-{key}": messages for field, messages in error.message_dict.items()}
        return {}
