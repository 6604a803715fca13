"""Inspections: one pair of one round, the questions as they were copied, their answers, and a conclusion."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.histories import HistoricalRecords
from core.model_fields import BoundedDateField, person_field
from core.personal_data import REASON_LENGTH, FreeTexts
from core.validators import only_printable
from core.versioning import keep
from core.workflow import WorkflowModel
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


class Inspection(WorkflowModel, FreeTexts):
    """A look at one pair: open while answers are written, then concluded, or called off with the reason."""

    free_texts = ("conclusion",)

    State = InspectionState
    changed_answers = ()  # to be stored with it

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
    visited_on = BoundedDateField(_("day of the inspection"), null=True, blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True, validators=[MaxLengthValidator(4000), only_printable])
    state = models.CharField(_("state"), max_length=10, choices=InspectionState, default=InspectionState.OPEN)
    reason = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, help_text=_("Why it was called off, or opened again.")
    )
    concluded_by = person_field(_("concluded by"), null=True, blank=True)
    concluded_at = models.DateTimeField(_("concluded at"), null=True, blank=True)

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
                faults[f"note-{answer.pk}"] = _("Say what is wrong.")
        return faults

    def clean(self):
        if self.visited_on and self.visited_on > timezone.localdate():
            raise ValidationError({"visited_on": _("This day is still to come; give a day up to today.")})

    def take(self, values):
        """Set day, conclusion and answers (`verdict-7`, `note-7`); ValidationError by field."""
        answers, changed, faults = {str(answer.pk): answer for answer in self.answers.all()}, {}, {}
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
        self.changed_answers = list(changed.values())

    def store(self, by, *args):
        """Store it as `Versioned.store`, with the answers that were changed."""
        super().store(by, *args)
        for answer in self.changed_answers:
            keep(answer, by)
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
