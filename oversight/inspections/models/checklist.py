"""What an inspection looks at: lists of questions that the ministry edits, and that each inspection copies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.histories import HistoricalRecords
from core.localized import localized
from core.personal_data import FreeTexts
from core.validators import only_printable


class ChecklistQuerySet(models.QuerySet):
    def offered(self):
        """Those that a new round may choose: in use, and with at least one question."""
        return self.filter(retired=False, items__isnull=False).distinct()


class Checklist(FreeTexts):
    """A list of questions; later changes leave what inspections have copied alone."""

    free_texts = ("name", "name_en")

    name = models.CharField(
        _("name"), max_length=100, unique=True, help_text=_("For example 2020年帮扶工作督导检查表.")
    )
    name_en = models.CharField(_("English name"), max_length=200)
    retired = models.BooleanField(
        _("no longer offered"), default=False, help_text=_("On: new rounds cannot choose it; what was copied stays.")
    )

    objects = ChecklistQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["-pk"]

    def __str__(self):
        return localized(self, "name")


class ChecklistQuestion(FreeTexts):
    """What is asked, in both languages, in its place."""

    free_texts = ("question", "question_en")

    position = models.PositiveSmallIntegerField(_("position"), default=0)
    question = models.CharField(_("question"), max_length=300, validators=[only_printable])
    question_en = models.CharField(_("question in English"), max_length=400, validators=[only_printable])

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return localized(self, "question")


class ChecklistItem(ChecklistQuestion):
    """One question of a checklist."""

    checklist = models.ForeignKey(
        Checklist, on_delete=models.CASCADE, related_name="items", verbose_name=_("checklist")
    )

    history = HistoricalRecords()

    class Meta(ChecklistQuestion.Meta):
        abstract = False
        verbose_name = _("question of a checklist")
        verbose_name_plural = _("questions of checklists")
