"""What each person was told of what happened, in which letter, and what was read; the record of transitions tells it.

A notice is a StateChange that concerns a person; it has no row of its own. These tables keep only marks at it.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.model_fields import person_field
from core.models import Letter
from core.workflow import StateChange


class Frequency(models.TextChoices):
    """How often a person wants to be told by letter; duties are told of in any case."""

    DAILY = "daily", _("Every day on which there is something new")
    WEEKLY = "weekly", _("On Mondays only")
    DUTIES = "duties", _("Never, except for reminders of duties")


class LetterChoice(models.Model):
    """How often a person wants the daily letter; who has not chosen gets it every day."""

    person = models.OneToOneField(
        "accounts.User", on_delete=models.CASCADE, related_name="letter_choice", verbose_name=_("person")
    )
    frequency = models.CharField(_("letters"), max_length=10, choices=Frequency, default=Frequency.DAILY)

    class Meta:
        verbose_name = _("choice of letters")
        verbose_name_plural = _("choices of letters")

    def __str__(self):
        return f"{self.person} · {self.get_frequency_display()}"


class LetterRound(models.Model):
    """That on this day everybody who was to have a letter has one in the outbox."""

    on = models.DateField(_("day"), unique=True)
    ended_at = models.DateTimeField(_("ended at"), default=timezone.now)

    class Meta:
        verbose_name = _("round of daily letters")
        verbose_name_plural = _("rounds of daily letters")
        ordering = ["-on"]

    def __str__(self):
        return str(self.on)


class DailyLetter(models.Model):
    """The one letter of a person on a day; the mail in the outbox says what became of it."""

    person = person_field(_("addressee"), on_delete=models.CASCADE)
    on = models.DateField(_("day"))
    letter = models.OneToOneField(Letter, on_delete=models.SET_NULL, null=True, verbose_name=_("letter"))

    class Meta:
        verbose_name = _("daily letter")
        verbose_name_plural = _("daily letters")
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "on"], name="daily_letter_once")]

    def __str__(self):
        return f"{self.person} · {self.on}"


class NoticeMark(models.Model):
    """That a person was told of a transition in a letter, or has read of it at the desk."""

    person = person_field(_("person"), on_delete=models.CASCADE)
    change = models.ForeignKey(
        StateChange, on_delete=models.CASCADE, related_name="marks", verbose_name=_("transition")
    )
    said_in = models.ForeignKey(
        DailyLetter,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="marks",
        verbose_name=_("told of in the letter"),
    )
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mark at a notice")
        verbose_name_plural = _("marks at notices")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "change"], name="notice_mark_once")]

    def __str__(self):
        return f"{self.person} · {self.change_id}"
