"""What pairs promise and do, under the six mechanisms."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.localized import Localized, localized
from core.personal_data import FreeTexts


class MechanismQuerySet(models.QuerySet):
    def beside(self, mechanism):
        """The mechanisms before and after `mechanism` by number, None at the ends."""
        before = self.filter(number__lt=mechanism.number).order_by("-number")
        return before.first(), self.filter(number__gt=mechanism.number).order_by("number").first()


class Mechanism(FreeTexts):
    """One of the ways of helping, numbered as in the notices."""

    free_texts = ("summary", "summary_en", "covers", "covers_en")

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = models.CharField(_("name"), max_length=50)
    name_en = models.CharField(_("English name"), max_length=100)
    summary = models.CharField(_("in short"), max_length=200, help_text=_("One line for cards and lists."))
    summary_en = models.CharField(_("in short, in English"), max_length=300)
    covers = models.TextField(_("what it covers"), help_text=_("One point a line."))
    covers_en = models.TextField(_("what it covers, in English"), help_text=_("One point a line."))

    objects = MechanismQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("mechanism")
        verbose_name_plural = _("mechanisms")
        ordering = ["number"]

    def __str__(self):
        return f"{self.number} {self.local_name}"

    def get_absolute_url(self):
        return reverse("mechanism", args=[self.number])

    local_name = Localized("name")
    local_summary = Localized("summary")

    @property
    def points(self):
        """What the mechanism covers, point by point, in the reader's language."""
        text = localized(self, "covers")
        return [line.strip() for line in text.splitlines() if line.strip()]
