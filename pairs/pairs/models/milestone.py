"""Milestones: how far a pair has come, by the day of each step and its source."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.histories import HistoricalRecords
from core.links import no_private_links
from core.model_fields import BoundedDateField, person_field


class MilestoneQuerySet(models.QuerySet):
    def with_place(self):
        """Each milestone with its `place`, how far along it is, and `last_day`, the day it is known by."""
        ranks = [models.When(kind=kind, then=rank) for rank, kind in enumerate(Milestone.Kind.values)]
        return self.annotate(
            place=models.Case(*ranks, output_field=models.IntegerField()), last_day=Coalesce("on", "stated_as_of")
        )


class Milestone(models.Model):
    """A step a pair has taken, with its day or the day of the statement that says so."""

    class Kind(models.TextChoices):
        """In the order in which a pair reaches them; what stands after SIGNED holds for signed pairs only."""

        ANNOUNCED = "announced", _("Announced")
        DOCKED = "docked", _("Contact established")
        NEGOTIATING = "negotiating", _("Negotiating the agreement")
        SIGNED = "signed", _("Agreement signed")
        ENDED = "ended", _("Ended")

        @property
        def is_achieved(self):
            """Whether something has been achieved with it, as with neither a notice, nor talks, nor an end."""
            return self not in (self.ANNOUNCED, self.NEGOTIATING, self.ENDED)

    pair = models.ForeignKey("pairs.Pair", on_delete=models.CASCADE, related_name="milestones", verbose_name=_("pair"))
    kind = models.CharField(_("milestone"), max_length=12, choices=Kind)
    on = BoundedDateField(_("on"), null=True, blank=True, help_text=_("The day it happened, where known."))
    stated_as_of = BoundedDateField(
        _("stated as of"),
        null=True,
        blank=True,
        help_text=_("Otherwise the day of the statement that says so."),
    )
    source = models.CharField(
        _("source"),
        max_length=500,
        help_text=_("An address, or the document that says so."),
        validators=[no_private_links],
    )
    recorded_by = person_field(_("recorded by"), on_delete=models.SET_NULL, null=True, blank=True, editable=False)

    objects = MilestoneQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["pair", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "kind"],
                name="milestone_once",
                violation_error_message=_("This pair already has this milestone; change it instead."),
            ),
            models.CheckConstraint(
                condition=models.Q(on__isnull=False, stated_as_of__isnull=True)
                | models.Q(on__isnull=True, stated_as_of__isnull=False),
                name="milestone_one_day",
                violation_error_message=_(
                    "Give either the day it happened or the day of the statement, one of the two."
                ),
            ),
        ]

    def clean(self):
        if self.pair_id and self.pair.is_after(self.on):
            message = _("The pair ended on %(day)s; nothing is recorded of later days.")
            raise ValidationError({"on": message % {"day": date_format(self.pair.ended_on)}})

    def __str__(self):
        return f"{self.get_kind_display()} {self.day}"

    @property
    def day(self):
        return self.on or self.stated_as_of

    @property
    def known_by(self):
        """The day it happened, or that of the statement, in words."""
        if self.on:
            return date_format(self.on)
        return gettext("as stated on %(day)s") % {"day": date_format(self.stated_as_of)}

    @property
    def rank(self):
        return self.Kind.values.index(self.kind)
