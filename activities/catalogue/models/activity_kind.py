"""The kinds of activity, and what is counted in each: data that the ministry edits, with guards."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.localized import Localized
from core.personal_data import FreeTexts

from .mechanism import Mechanism
from .retirable import Retirable, RetirableQuerySet


class NamedRetirable(Retirable, FreeTexts):
    """Named in both languages, with a short name of its own."""

    code = models.SlugField(_("short name"), max_length=40, unique=True, help_text=_("For example online_fair."))
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self):
        return self.local_name

    local_name = Localized("name")


class IndicatorQuerySet(RetirableQuerySet):
    def by_mechanism(self):
        """What is counted under each mechanism, as a dict of lists by its key; one query for all of them."""
        found = {}
        for one in self.filter(kinds__isnull=False).annotate(mechanism=models.F("kinds__mechanism")).distinct():
            found.setdefault(one.mechanism, []).append(one)
        return found


class Indicator(NamedRetirable):
    """A thing that is counted, with its unit and the rule by which it is counted."""

    free_texts = ("unit", "unit_en", "rule", "rule_en")
    FIXED_IN_USE = ("code", "unit")

    unit = models.CharField(
        _("unit"), max_length=10, help_text=_("For example 场, 人次. Different units are never added.")
    )
    unit_en = models.CharField(_("unit in English"), max_length=40, help_text=_("In the plural, for example fairs."))
    rule = models.CharField(_("rule"), max_length=300, help_text=_("How it is counted; printed under every total."))
    rule_en = models.CharField(_("rule in English"), max_length=400)
    headline_order = models.PositiveSmallIntegerField(
        _("place among the headline figures"), null=True, blank=True, help_text=_("Empty for all others.")
    )

    objects = IndicatorQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = [models.F("headline_order").asc(nulls_last=True), "pk"]

    local_unit = Localized("unit")
    local_rule = Localized("rule")

    @property
    def in_use(self):
        return self.measures.exists() or self.commitments.exists()


class ActivityKindQuerySet(RetirableQuerySet):
    def in_force(self):
        """Those offered for new entries: neither retired themselves nor under a retired mechanism."""
        return super().in_force().filter(mechanism__retired_at=None)

    def of_action(self, action):
        return self.filter(mechanism__action=action)


class ActivityKind(NamedRetirable):
    """What an activity is, under one mechanism: an event on days, or a report on a stretch of time."""

    class Mode(models.TextChoices):
        EVENT = "event", _("Event")
        PERIOD = "period", _("Report on a period")

    FIXED_IN_USE = ("code", "mechanism", "mode")

    mechanism = models.ForeignKey(
        Mechanism, on_delete=models.PROTECT, related_name="kinds", verbose_name=_("mechanism")
    )
    mode = models.CharField(_("mode"), max_length=6, choices=Mode, default=Mode.EVENT)
    online = models.BooleanField(
        _("held online"),
        default=False,
        help_text=_("An event that everybody can join online: it is announced with its link and its time."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    indicators = models.ManyToManyField(
        Indicator, through="KindIndicator", related_name="kinds", verbose_name=_("indicators")
    )

    objects = ActivityKindQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("kind of activity")
        verbose_name_plural = _("kinds of activity")
        ordering = ["mechanism__action_id", "mechanism__number", "position", "pk"]

    def clean(self):
        super().clean()
        if self.online and self.is_period:
            raise ValidationError({"online": _("A report on a period is no event that can be joined.")})

    @property
    def is_retired(self):
        return super().is_retired or self.mechanism.is_retired

    @property
    def is_period(self):
        return self.mode == self.Mode.PERIOD

    @property
    def in_use(self):
        return self.activities.exists()

    @property
    def asked_indicators(self):
        """The indicators a form asks for, in their order, without retired ones."""
        return [link.indicator for link in self.asked.select_related("indicator") if link.is_asked]


def of_period(prefix=""):
    """Whether the kind at `prefix` is a report on a stretch of time, as an expression."""
    report = models.Q(**{f"{prefix}mode": ActivityKind.Mode.PERIOD})
    return models.Case(models.When(report, then=True), default=False, output_field=models.BooleanField())


class KindIndicator(models.Model):
    """That a kind asks for an indicator, and in which place."""

    kind = models.ForeignKey(
        ActivityKind, on_delete=models.CASCADE, related_name="asked", verbose_name=_("kind of activity")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="asked_in", verbose_name=_("indicator")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator of a kind")
        verbose_name_plural = _("indicators of a kind")
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "indicator"],
                name="kind_indicator_once",
                violation_error_message=_("This kind already asks for this indicator."),
            )
        ]

    def __str__(self):
        return f"{self.kind} · {self.indicator}"

    @property
    def is_asked(self):
        return not self.indicator.is_retired
