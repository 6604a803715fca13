"""The ways of helping that an action names."""

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.localized import Localized, localized
from core.personal_data import FreeTexts
from pairs.models import Action

from .retirable import Retirable, RetirableQuerySet


class MechanismQuerySet(RetirableQuerySet):
    def of_action(self, action):
        return self.filter(action=action)

    def published(self):
        """Those of the actions that the public may see."""
        return self.filter(action__in=Action.objects.published())

    def with_old_addresses(self):
        """Those of the action whose mechanisms were there first: what an address without an action means."""
        return self.filter(action=Mechanism.objects.order_by("pk").values("action")[:1])

    def beside(self, mechanism):
        """The mechanisms of its action before and after `mechanism` by number, None at the ends."""
        own = self.filter(action=mechanism.action_id)
        before = own.filter(number__lt=mechanism.number).order_by("-number")
        return before.first(), own.filter(number__gt=mechanism.number).order_by("number").first()


class Mechanism(Retirable, FreeTexts):
    """One of the ways of helping that an action names, numbered as in its notices."""

    free_texts = ("summary", "summary_en", "covers", "covers_en")

    FIXED_IN_USE = ("action",)

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="mechanisms", verbose_name=_("action"))
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("As in the notices of its action."))
    name = models.CharField(_("name"), max_length=50)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    summary = models.CharField(_("in short"), max_length=200, blank=True, help_text=_("One line for cards and lists."))
    summary_en = models.CharField(_("in short, in English"), max_length=300, blank=True)
    covers = models.TextField(_("what it covers"), blank=True, help_text=_("One point a line."))
    covers_en = models.TextField(_("what it covers, in English"), blank=True, help_text=_("One point a line."))

    objects = MechanismQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("mechanism")
        verbose_name_plural = _("mechanisms")
        ordering = ["action_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "number"],
                name="mechanism_number_once",
                violation_error_message=_("This action already has a mechanism with this number."),
            )
        ]

    def __str__(self):
        return f"{self.number} {self.local_name}"

    def get_absolute_url(self):
        return reverse("mechanism", args=[self.number])

    local_name = Localized("name")
    local_summary = Localized("summary")

    def delete(self, **kwargs):
        """Delete it with its kinds, none of which is in use; Refused once it is."""
        with transaction.atomic():
            if not self.in_use:
                for kind in self.kinds.all():
                    kind._change_reason = getattr(self, "_change_reason", None)
                    kind.delete()
            return super().delete(**kwargs)

    @property
    def in_use(self):
        """Whether something is reported, promised or told as good practice under it."""
        return (
            self.kinds.filter(activities__isnull=False).exists() or self.commitments.exists() or self.practices.exists()
        )

    @property
    def points(self):
        """What the mechanism covers, point by point, in the reader's language."""
        text = localized(self, "covers")
        return [line.strip() for line in text.splitlines() if line.strip()]
