"""What is known of a batch and not of a single pair: what was said of all its pairs, and what may be inferred."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.histories import HistoricalRecords
from core.links import no_private_links
from core.localized import Localized
from core.model_fields import BoundedDateField
from core.personal_data import FreeTexts
from pairs.directory.models.university import STANDING_ALONE, University

from .batch import Batch
from .pair import Milestone, Pair


class BatchStatement(models.Model):
    """A milestone that a source states of all pairs of a batch, those that this portal does not hold included."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="statements", verbose_name=_("batch"))
    kind = models.CharField(_("milestone"), max_length=12, choices=Milestone.Kind)
    stated_on = BoundedDateField(_("stated on"), help_text=_("The day of the statement."))
    source = models.CharField(
        _("source"),
        max_length=500,
        help_text=_("An address, or the document that says so."),
        validators=[no_private_links],
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("statement on a whole batch")
        verbose_name_plural = _("statements on whole batches")
        ordering = ["batch", "stated_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "kind"],
                name="batch_statement_once",
                violation_error_message=_("This batch already has this statement; change it instead."),
            )
        ]

    def __str__(self):
        return f"{self.batch} · {self.get_kind_display()}"


class InferenceQuerySet(models.QuerySet):
    def standing(self):
        """Inferences that no pair of the batch has overtaken."""
        paired = Pair.objects.filter(batch=models.OuterRef("batch"), recipient=models.OuterRef("university"))
        return self.filter(~models.Exists(paired.order_by()), university__code__isnull=False)


class InferredRecipient(FreeTexts):
    """A university that must be a recipient of a batch, by a reason and not by a list: no pair, and in no count."""

    free_texts = ("reason", "reason_en")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="inferences", verbose_name=_("batch"))
    university = models.ForeignKey(
        University,
        on_delete=models.PROTECT,
        limit_choices_to=STANDING_ALONE,
        related_name="inferences",
        verbose_name=_("university"),
    )
    reason = models.CharField(_("reason"), max_length=500)
    reason_en = models.CharField(_("reason in English"), max_length=800)
    source = models.CharField(_("source"), max_length=500, blank=True, validators=[no_private_links])

    objects = InferenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("inferred recipient")
        verbose_name_plural = _("inferred recipients")
        ordering = ["batch", "university__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "university"],
                name="inferred_recipient_once",
                violation_error_message=_("This university is already inferred to be in this batch."),
            )
        ]

    def __str__(self):
        return f"{self.batch} · {self.university}"

    def clean(self):
        if Pair.objects.filter(batch=self.batch_id, recipient=self.university_id).exists():
            raise ValidationError(
                {"university": _("It is in a pair of this batch already; there is nothing to infer.")}
            )

    local_reason = Localized("reason")
