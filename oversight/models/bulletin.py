"""Bulletins: figures as of one day, with the ministry's headline sentence."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Bulletin(models.Model):
    """Figures the ministry stated as of one day, for one scope."""

    as_of = models.DateField(_("as of"))
    scope = models.CharField(_("scope"), max_length=100, help_text=_("For example 第一批."))
    scope_en = models.CharField(_("scope in English"), max_length=200)
    source = models.CharField(_("source"), max_length=500)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        ordering = ["-as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["as_of", "scope"],
                name="bulletin_once",
                violation_error_message=_("There is already a bulletin for this day and scope."),
            )
        ]

    def __str__(self):
        return f"{self.as_of} · {self.local_scope}"

    @property
    def local_scope(self):
        return self.scope_en if get_language() == "en" else self.scope


class BulletinFigure(models.Model):
    """One stated figure, in the ministry's own wording."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="figures", verbose_name=_("bulletin"))
    measure = models.SlugField(_("measure"), max_length=40, help_text=_("A short name, for example meetings."))
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=200)
    value = models.PositiveBigIntegerField(
        _("value"), help_text=_("The number in the wording, without its “over” or “nearly”.")
    )
    wording = models.CharField(_("wording"), max_length=50, help_text=_("As stated, for example 近800次."))
    wording_en = models.CharField(_("wording in English"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("stated figure")
        verbose_name_plural = _("stated figures")
        ordering = ["bulletin", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "measure"],
                name="bulletin_figure_once",
                violation_error_message=_("This bulletin already has this figure."),
            )
        ]

    def __str__(self):
        return f"{self.local_name}: {self.local_wording}"

    @property
    def local_name(self):
        return self.name_en if get_language() == "en" else self.name

    @property
    def local_wording(self):
        return self.wording_en if get_language() == "en" else self.wording
