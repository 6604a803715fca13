"""What people answered to the questions about strange days and figures: kept with the entry, never public."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.personal_data import FreeTexts
from core.validators import only_printable

from .activity import Activity

REMARK_LENGTH = 200


class QuestionAnswer(FreeTexts):
    """One answer: a line of text, or none where the tick says that the figure is right. Never rewritten."""

    free_texts = ("remark",)

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="question_answers", verbose_name=_("activity")
    )
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
        constraints = [models.UniqueConstraint(fields=["activity", "digest"], name="question_answered_once")]

    def __str__(self):
        return self.remark or str(_("The figures are right."))
