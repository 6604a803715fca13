"""Mechanisms, kinds of activity, and what is counted in each: data that the ministry edits, with guards."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.addresses import address_of
from core.exceptions import Refused
from core.histories import HistoricalRecords
from core.localized import Localized, localized
from core.numbers import unit_of
from core.personal_data import FreeTexts, given_reason
from pairs.models import Action

EVENT_UNITS = ("场", "次")


class RetirableQuerySet(models.QuerySet):
    def in_force(self):
        """Those offered for new entries."""
        return self.filter(retired_at=None)


class Retirable(models.Model):
    """Deleted while unused; afterwards offered no longer, and what was reported under it stays."""

    FIXED_IN_USE = ()  # fields whose change would change figures of the past

    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def clean(self):
        """What is in use keeps the meaning under which it was reported."""
        super().clean()
        if self.pk and self.in_use:
            stored = type(self).objects.get(pk=self.pk)
            changed = [field for field in self.FIXED_IN_USE if getattr(stored, field) != getattr(self, field)]
            message = _("It is in use, so this cannot change any more; retire it and add another.")
            if changed:
                raise ValidationError(dict.fromkeys(changed, message))

    def delete(self, **kwargs):
        for fault in self.deletion_faults():
            raise Refused(fault)
        return super().delete(**kwargs)

    def deletion_faults(self):
        """What speaks against deleting it, as a list of messages."""
        return [_("“%(name)s” is in use; retire it instead, its past figures stay.") % {"name": self}] * self.in_use

    @property
    def is_retired(self):
        return self.retired_at is not None

    def retire(self, reason):
        """Offer it no longer; what was reported under it stays. ValidationError without a reason."""
        self._set_retired(self.retired_at or timezone.now(), reason)

    def restore(self, reason):
        """Offer it again. ValidationError without a reason."""
        self._set_retired(None, reason)

    def _set_retired(self, moment, reason):
        self._change_reason = given_reason(reason)
        self.retired_at = moment
        self.save(update_fields=["retired_at"])


class MechanismQuerySet(RetirableQuerySet):
    def of_action(self, action):
        return self.filter(action=action).select_related("action")

    def published(self):
        """Those of the actions that the public may see."""
        return self.filter(action__in=Action.objects.published()).select_related("action")

    def with_old_addresses(self):
        """Those of the action whose mechanisms were there first: what an address without an action means."""
        return self.filter(action=Mechanism.objects.order_by("pk").values("action")[:1])


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
        return address_of("mechanism", self.action.slug, self.number)

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
    def with_parts(self):
        """In their order, each part right after its whole."""
        place = Coalesce("part_of__headline_order", "headline_order").asc(nulls_last=True)
        return self.order_by(place, Coalesce("part_of", "pk"), models.F("part_of").asc(nulls_first=True), "pk")

    def by_mechanism(self):
        """What is counted under each mechanism, as a dict of lists by its key; one query for all of them."""
        found = {}
        for one in self.filter(kinds__isnull=False).annotate(mechanism=models.F("kinds__mechanism")).distinct():
            found.setdefault(one.mechanism, []).append(one)
        return found


class Indicator(NamedRetirable):
    """A thing that is counted, with its unit and the rule by which it is counted."""

    free_texts = ("unit", "unit_en", "rule", "rule_en")
    FIXED_IN_USE = ("code", "unit", "part_of")

    unit = models.CharField(
        _("unit"), max_length=10, help_text=_("For example 场, 人次. Different units are never added.")
    )
    unit_en = models.CharField(_("unit in English"), max_length=40, help_text=_("In the plural, for example fairs."))
    rule = models.CharField(_("rule"), max_length=300, help_text=_("How it is counted; printed under every total."))
    rule_en = models.CharField(_("rule in English"), max_length=400)
    headline_order = models.PositiveSmallIntegerField(
        _("place among the headline figures"), null=True, blank=True, help_text=_("Empty for all others.")
    )
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of the indicator"),
        help_text=_("The indicator of which this one counts a part, in the same unit; it is never added to it."),
    )
    usually_within = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("usually no more than"),
        help_text=_("An indicator that is usually at least as large; a figure above it is asked about."),
    )

    objects = IndicatorQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = [models.F("headline_order").asc(nulls_last=True), "pk"]

    local_unit = Localized("unit")
    local_rule = Localized("rule")

    def clean(self):
        super().clean()
        whole = self.part_of
        if whole and (whole.part_of_id or whole.unit != self.unit or whole.pk == self.pk or self._has_parts):
            message = gettext("A part has the unit of its whole, and the whole is itself no part of another.")
            raise ValidationError({"part_of": message})
        if self.usually_within_id and self.usually_within_id == self.pk:
            raise ValidationError({"usually_within": gettext("Choose another indicator than this one.")})

    @property
    def _has_parts(self):
        return bool(self.pk) and self.parts.exists()

    @property
    def counts_events(self):
        """Whether its unit is that of an event, so that one event counts 1."""
        return self.unit in EVENT_UNITS

    @property
    def label(self):
        """Its name with its unit, in the reader's language."""
        return gettext("%(name)s (%(unit)s)") % {"name": self.local_name, "unit": self.local_unit}

    def unit_of(self, number):
        """The unit for a number, in the reader's language: 1 fair, 2 fairs."""
        return unit_of(self, number)

    def unit_after_name(self, number):
        """The unit for a number beside the name; nothing where the name says it, as “Job fairs” does."""
        return "" if self.local_unit in self.local_name.split() else self.unit_of(number)

    @property
    def in_use(self):
        return self.measures.exists() or self.commitments.exists() or self.parts.exists()


class ActivityKindQuerySet(RetirableQuerySet):
    def in_force(self):
        """Those offered for new entries: neither retired themselves nor under a retired mechanism."""
        return super().in_force().filter(mechanism__retired_at=None)

    def published(self):
        """Those of the actions that the public may see."""
        return self.filter(mechanism__action__in=Action.objects.published())

    def of_action(self, action):
        return self.filter(mechanism__action=action)


class ActivityKind(NamedRetirable):
    """What an activity is, under one mechanism: an event on days, or a report on a stretch of time."""

    class Mode(models.TextChoices):
        EVENT = "event", _("Event")
        PERIOD = "period", _("Report on a period")

    class ForGraduates(models.TextChoices):
        """For what graduates come to an event; what is not for them is told of on other pages than theirs."""

        FAIR = "fair", _("Job fair")
        TALK = "talk", _("Talk or training")
        OTHER = "other", _("Something else for graduates")

        __empty__ = _("Not for graduates")

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
    for_graduates = models.CharField(
        _("for graduates"),
        max_length=5,
        choices=ForGraduates,
        default="",
        blank=True,
        help_text=_("What the home page and the pages of universities offer to graduates while it is coming."),
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
        if self.for_graduates and self.is_period:
            raise ValidationError({"for_graduates": _("A report on a period is no event to which graduates can come.")})

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
        return [link.indicator for link in self.kind_indicators.select_related("indicator") if link.is_asked]


def of_period(prefix=""):
    """Whether the kind at `prefix` is a report on a stretch of time, as an expression."""
    report = models.Q(**{f"{prefix}mode": ActivityKind.Mode.PERIOD})
    return models.Case(models.When(report, then=True), default=False, output_field=models.BooleanField())


class KindIndicator(models.Model):
    """That a kind asks for an indicator, and in which place."""

    kind = models.ForeignKey(
        ActivityKind, on_delete=models.CASCADE, related_name="kind_indicators", verbose_name=_("kind of activity")
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
