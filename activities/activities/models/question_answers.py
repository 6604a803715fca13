"""What people answered to the questions about strange days and figures: kept with what they are of, never public."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.employment.models import EmploymentSnapshot
from core.personal_data import FreeTexts
from core.validators import only_printable

from .activity import Activity

REMARK_LENGTH = 200


class QuestionAnswer(FreeTexts):
    """One answer: a line of text, or none where the tick says that the figure is right. Never rewritten."""

    free_texts = ("remark",)

    class Asked(models.TextChoices):
        """What was asked, as the `code` of a Question."""

        OUTSIDE_PERIOD = "outside_period", _("Outside the period of the batch?")
        CHAIN = "chain", _("More than the figure that it is a part of?")
        GROWTH = "growth", _("Many times last month's figure?")
        PART_BEYOND = "part_beyond", _("Larger than the group that it is a part of?")
        SAME_AS_PARTNER = "same_as_partner", _("The same numbers as the partner's?")
        OTHER_SIZE = "other_size", _("Many more or fewer graduates than before?")
        FEWER_EMPLOYED = "fewer_employed", _("Fewer employed than before?")

    activity = models.ForeignKey(
        Activity,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="question_answers",
        verbose_name=_("activity"),
    )
    snapshot = models.ForeignKey(
        EmploymentSnapshot,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="question_answers",
        verbose_name=_("employment snapshot"),
    )
    code = models.CharField(_("question"), max_length=20, choices=Asked, blank=True)
    digest = models.CharField(
        _("key of the question"), max_length=24, editable=False, help_text=_("The stable key of it.")
    )
    remark = models.CharField(
        _("answer"),
        max_length=REMARK_LENGTH,
        blank=True,
        validators=[only_printable, MaxLengthValidator(REMARK_LENGTH)],
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("answer about a figure")
        verbose_name_plural = _("answers about figures")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(activity=None, snapshot__isnull=False)
                | models.Q(activity__isnull=False, snapshot=None),
                name="question_about_one_record",
            ),
            models.UniqueConstraint(fields=["activity", "digest"], name="question_answered_once"),
            models.UniqueConstraint(fields=["snapshot", "digest"], name="snapshot_question_answered_once"),
        ]

    def __str__(self):
        return self.remark or str(_("The figures are right."))

    @classmethod
    def of(cls, record):
        """The column in which an answer about `record` names it."""
        return {"activity": record} if isinstance(record, Activity) else {"snapshot": record}
