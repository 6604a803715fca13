"""What an agreement promises under one mechanism, and how far it has been kept."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from activities.activities.models.totals import Total
from activities.catalogue.models.activity_kind import Indicator
from activities.catalogue.models.mechanism import Mechanism
from core.numbers import MAX_FIGURE
from core.personal_data import FreeTexts
from core.validators import only_printable

TARGET_BOUNDS = gettext_lazy("A target lies between 1 and 999,999,999.")


class CommitmentQuerySet(models.QuerySet):
    def public(self):
        """Commitments of accepted agreements in force."""
        agreement = {"accepted_at__isnull": False, "superseded_at": None, "pair__batch__published_at__isnull": False}
        return self.filter(**{f"agreement__{field}": value for field, value in agreement.items()})

    def of(self, agreement):
        return self.filter(agreement=agreement)

    def by_edition(self, agreements):
        """The commitments of these editions with their progress, as a dict of lists; one query for all of them."""
        found = {}
        for row in self.filter(agreement__in=[one.pk for one in agreements]).with_progress():
            found.setdefault(row.agreement_id, []).append(row)
        return found

    def with_progress(self):
        """Each commitment with `done`: what counts of its indicator, for its pair and under its mechanism."""
        same = {"pair": models.OuterRef("agreement__pair"), "mechanism": models.OuterRef("mechanism")}
        totals = Total.objects.filter(**same, indicator=models.OuterRef("indicator")).order_by().values("pair")
        summed = totals.annotate(sum=models.Sum("value")).values("sum")
        done = models.Case(
            models.When(indicator=None, then=None),
            default=Coalesce(models.Subquery(summed), 0, output_field=models.BigIntegerField()),
        )
        return self.select_related("mechanism", "indicator").annotate(done=done)

    def replace(self, agreement, by, rows):
        """Let the promises of a draft be exactly `rows`, dicts of mechanism, text, indicator and target."""
        before = list(self.filter(agreement=agreement))
        faults = []
        for position, facts in enumerate(rows):
            row = before.pop(0) if before else self.model(agreement=agreement)
            row.position, row._history_user = position, by
            for field in FACTS:
                setattr(row, field, facts.get(field) or (None if field in ("indicator", "target") else ""))
            try:
                row.full_clean(exclude=["agreement"])
            except ValidationError as error:
                faults += [f"{position + 1}: {message}" for message in error.messages]
            else:
                row.save()
        if faults:
            raise ValidationError({"commitments": faults})
        for row in before:
            row._history_user = by
            row.delete()


FACTS = ("mechanism", "text", "indicator", "target")


class Commitment(FreeTexts):
    """One promise, with a figure to be reached where there is one."""

    free_texts = ("text",)

    agreement = models.ForeignKey(
        "activities.Agreement",
        on_delete=models.CASCADE,
        related_name="commitments",
        verbose_name=gettext_lazy("agreement"),
    )
    mechanism = models.ForeignKey(
        Mechanism, on_delete=models.PROTECT, related_name="commitments", verbose_name=gettext_lazy("mechanism")
    )
    text = models.CharField(gettext_lazy("commitment"), max_length=300, validators=[only_printable])
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=gettext_lazy("indicator"),
    )
    target = models.PositiveIntegerField(
        gettext_lazy("target"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1, TARGET_BOUNDS), MaxValueValidator(MAX_FIGURE, TARGET_BOUNDS)],
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("position"), default=0)

    objects = CommitmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("commitment")
        verbose_name_plural = gettext_lazy("commitments")
        ordering = ["agreement", "mechanism__number", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target=None) | models.Q(target__range=(1, MAX_FIGURE)),
                name="commitment_target_in_range",
                violation_error_message=TARGET_BOUNDS,
            ),
            models.CheckConstraint(
                condition=models.Q(target=None) | models.Q(indicator__isnull=False),
                name="commitment_target_of_indicator",
                violation_error_message=gettext_lazy("A target needs the indicator that it counts."),
            ),
        ]

    def __str__(self):
        return self.text

    def clean(self):
        if self.mechanism_id and self.mechanism.action_id != self.agreement.pair.batch.action_id:
            raise ValidationError({"mechanism": _("This mechanism belongs to another action.")})
        counted = self.indicator_id and self.mechanism_id
        if counted and not self.mechanism.kinds.filter(indicators=self.indicator_id).exists():
            message = _("No kind of activity under this mechanism counts “%(name)s”; choose another indicator.")
            raise ValidationError({"indicator": message % {"name": self.indicator}})

    def facts(self):
        return {field: getattr(self, field) for field in FACTS}

    @property
    def is_reached(self):
        """Whether `done`, from `with_progress`, has come up to the target; None without one."""
        return None if self.target is None else self.done >= self.target
