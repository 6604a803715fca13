"""What may be changed of an activity: its words, days and figures, and what is checked before they are stored."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.catalogue.models import ActivityKind, Indicator, of_period
from core.exceptions import Refused
from core.histories import HistoricalRecords
from core.numbers import FIGURE_BOUNDS, MAX_FIGURE
from core.versioning import Versioned, drop, keep
from pairs.models import Pair

from .states import COUNTED_FIGURES, Stage, Status

WORDS = ("title", "title_en", "description", "starts_on", "ends_on", "starts_at", "link", "place")
CHOSEN = ("kind", "stage")  # chosen at the start, no longer changed once it was submitted
FIELDS = (*WORDS, *CHOSEN)
BOUNDS = [MinValueValidator(0, FIGURE_BOUNDS), MaxValueValidator(MAX_FIGURE, FIGURE_BOUNDS)]


def within_bounds(field):
    return models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__range": (0, MAX_FIGURE)})


class MeasureQuerySet(models.QuerySet):
    def counted(self):
        """Reported figures of activities that count."""
        return self.filter(COUNTED_FIGURES).exclude(value=None, agreed=None)

    def added_up(self):
        """The sums per pair, mechanism, indicator and month of the end, reports on periods apart."""
        keys = {
            "pair_id": models.F("activity__pair"),
            "mechanism_id": models.F("activity__kind__mechanism"),
            "month": TruncMonth("activity__ends_on"),
            "period": of_period("activity__kind__"),
        }
        sums = {"sum": models.Sum(Coalesce("agreed", "value")), "entries": models.Count("pk")}
        return self.order_by().annotate(**keys).values(*keys, "indicator_id").annotate(**sums)


class Measure(models.Model):
    """The value of one indicator for one activity: empty is not reported, 0 is zero."""

    activity = models.ForeignKey(
        "activities.Activity", on_delete=models.CASCADE, related_name="measures", verbose_name=gettext_lazy("activity")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="measures", verbose_name=gettext_lazy("indicator")
    )
    value = models.PositiveIntegerField(gettext_lazy("value"), null=True, blank=True, validators=BOUNDS)
    agreed = models.PositiveIntegerField(
        gettext_lazy("agreed value"),
        null=True,
        blank=True,
        validators=BOUNDS,
        help_text=gettext_lazy(
            "What both sides agreed on when two accounts of one event were merged; it counts instead."
        ),
    )

    objects = MeasureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("figure")
        verbose_name_plural = gettext_lazy("figures")
        ordering = ["activity", "indicator__headline_order", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "indicator"],
                name="measure_once",
                violation_error_message=gettext_lazy("This activity already has this figure."),
            ),
            models.CheckConstraint(
                condition=within_bounds("value") & within_bounds("agreed"),
                name="measure_within_bounds",
                violation_error_message=FIGURE_BOUNDS,
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.counted_value}"

    @property
    def counted_value(self):
        """The value that counts: the agreed one where there is one."""
        return self.value if self.agreed is None else self.agreed


class EditableActivity(Versioned):
    """The words, days and figures of an activity, as an edit gives them and as a conflict shows them."""

    overtaken = gettext_lazy(
        "Someone else saved this entry while you were editing. Both texts are shown; nothing is lost."
    )
    changed_figures = ()

    def locked_rows(self):
        """Nobody else changes this pair's activities meanwhile, so that its totals stay true."""
        Pair.objects.lock(self.pair_id)
        return super().locked_rows()

    def texts(self):
        """All that an edit may change, by field and by code of indicator: the text a conflict shows."""
        figures = {row.indicator.code: row.counted_value for row in self.measures.select_related("indicator")}
        return {field: getattr(self, field) for field in FIELDS} | figures

    def not_asked_by(self, kind):
        """The figures that `kind` does not ask for: they go when this entry becomes one of that kind."""
        asked = {indicator.pk for indicator in kind.indicators.all()}
        return [row for row in self.measures.all() if row.indicator_id not in asked]

    def take(self, values, measures=None, agreed=()):
        """Set `values` by field, given as such or as the text of a proposal, and figures; nothing is saved.

        `agreed` are rows of figures on which two sides agreed. ValidationError for what cannot be edited, Refused for a
        field that is fixed once it was submitted.
        """
        for field, value in values.items():
            if field not in FIELDS:
                raise ValidationError(_("“%(field)s” cannot be edited.") % {"field": field})
            if field in CHOSEN and self.submitted_at and getattr(self, field) != parsed(field, value):
                raise Refused(_("Kind and stage stay as they were submitted."), "locked")
            setattr(self, field, parsed(field, value))
        if self.stage == Stage.PLANNED and not self.ends_on:
            self.ends_on = self.starts_on
        self.changed_figures = [*self.figure_rows(measures or {}), *agreed]

    def store(self, by, why=None, same_version=False):
        """Check and write what changed, figures too; those that another kind does not ask for go."""
        another_kind = self._found and self._found["kind_id"] != self.kind_id
        super().store(by, why, same_version)
        for row in self.changed_figures:
            row.activity = self
            keep(row, by, why)
        self.changed_figures = ()
        if another_kind:
            drop(self.not_asked_by(self.kind), by)
        return self

    def check_all(self):
        """ValidationError naming every field at fault, figures by the code of their indicator."""
        self._raise_all(super().check_all, lambda row: row.full_clean(exclude=["activity"]))

    def check_new(self):
        """The same for a new entry whose kind and pair are known to be there: it asks the database nothing."""
        known = [field.name for field in self._meta.fields if field.remote_field or field.name == "token"]
        self._raise_all(
            lambda: self._check_columns(known), lambda row: row.clean_fields(exclude=["activity", "indicator"])
        )

    def _check_columns(self, known):
        faults = {}
        for check in (lambda: self.clean_fields(exclude=known), self.clean, self._check_order):
            try:
                check()
            except ValidationError as error:
                faults = error.update_error_dict(faults)
        if faults:
            raise ValidationError(faults)

    def _check_order(self):
        """The constraint on the two days, which only the database would know otherwise."""
        if self.starts_on and self.ends_on and self.starts_on > self.ends_on:
            rule = next(rule for rule in self._meta.constraints if rule.name == "activity_forward")
            raise ValidationError(rule.get_violation_error_message())

    def _raise_all(self, check_row, check_figure):
        faults = {}
        try:
            check_row()
        except ValidationError as error:
            faults.update(error.message_dict)
        if self.status in (Status.SUBMITTED, Status.CONFIRMED) and self.stage != Stage.CANCELLED:
            for field, message in self.missing().items():
                faults.setdefault(field, [message])
        for row in self.changed_figures:
            try:
                check_figure(row)
            except ValidationError as error:
                faults[row.indicator.code] = list(dict.fromkeys(error.messages))
        for code, message in self.parts_beyond().items():
            faults.setdefault(code, [message])
        if faults:
            raise ValidationError(faults)

    def parts_beyond(self):
        """What is wrong with "of which" figures that change, or whose whole does, as a dict of messages by code."""
        changed = {row.indicator_id: row.counted_value for row in self.changed_figures}
        given = self.status == Status.SUBMITTED  # what was a draft is complete now
        if not changed and not given:
            return {}
        figures = dict(self.measures.values_list("indicator", Coalesce("agreed", "value"))) if self.pk else {}
        faults, figures = {}, figures | changed
        for part in self.parts_among(figures):
            value, whole = figures[part.pk], figures.get(part.part_of_id)
            words = {"name": part.part_of.local_name, "value": value, "whole": whole}
            if value is not None and whole is None and given:
                faults[part.code] = _("It is a part of “%(name)s”: give that figure as well.") % words
            elif isinstance(value, int) and isinstance(whole, int) and value > whole:
                message = _("It is a part of “%(name)s”, so it cannot be more than its %(whole)s.")
                faults[part.code] = message % words
        return faults

    def parts_among(self, figures):
        """The indicators with these keys that are a part of another; of a new entry its own are asked."""
        if not self.pk:
            return [row.indicator for row in self.changed_figures if row.indicator.part_of_id]
        return Indicator.objects.filter(pk__in=figures, part_of__isnull=False).select_related("part_of")

    def figure_rows(self, measures):
        """The rows to store for values by code of indicator, or by indicator; what counts is what is changed."""
        looked_at = self.pk and (measures or self.stage == Stage.PLANNED)
        known = self.measures.select_related("indicator") if looked_at else ()
        rows = {row.indicator.code: row for row in known}
        asked = {indicator.code: indicator for indicator in self.kind.indicators.all()} if measures else {}
        changed = []
        for code, value in measures.items():
            code = getattr(code, "code", code)
            if code not in rows and code not in asked:
                raise ValidationError(_("This kind of activity does not ask for “%(name)s”.") % {"name": code})
            row = rows.get(code) or Measure(activity=self, indicator=asked[code])
            if (row.pk or value is not None) and row.counted_value != value:
                whole = str(value) if isinstance(value, float) else value  # halves are refused, not cut off
                setattr(row, "value" if row.agreed is None else "agreed", whole)
                changed.append(row)
        if self.stage == Stage.PLANNED and any(row.value is not None for row in [*rows.values(), *changed]):
            raise ValidationError(_("A plan has no figures yet; they are given once it has been held."))
        return changed


def parsed(field, value):
    """A value as the field holds it, also from the text in which a proposal keeps it."""
    if not isinstance(value, str):
        return value if value is not None or field in ("starts_on", "ends_on", "starts_at") else ""
    if field in ("starts_on", "ends_on"):
        return parse_date(value) if value else None
    if field == "starts_at":
        return parse_time(value) if value else None
    return ActivityKind.objects.in_force().get(code=value) if field == "kind" else value.strip()
