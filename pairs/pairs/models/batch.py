"""Batches: what was published, for when, and what it says it holds."""

import calendar
import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.utils import update_change_reason

from core.addresses import address_of
from core.compiled_queries import compiled
from core.histories import HistoricalRecords
from core.links import no_private_links
from core.localized import Localized, localized
from core.model_fields import BoundedDateField, ChoiceListField, person_field
from core.personal_data import FreeTexts
from core.version_facts import once_a_version
from pairs.directory import classes
from pairs.directory.models.university import Tier

from .action import Action
from .addresses import check_batch
from .publication import Publication


class Side(models.TextChoices):
    """The two sides of a pair, in the order in which the notices print them."""

    RECIPIENT = "recipient", _("Recipient")
    SUPPORTER = "supporter", _("Supporter")


@once_a_version
def _known_pairs():
    """How many pairs of each batch its notice printed."""
    return dict(_printed_pairs())


@compiled
def _printed_pairs():
    printed = Batch._meta.get_field("pairs").related_model.objects.as_printed().order_by()
    return printed.values_list("batch").annotate(models.Count("pk"))


def count_pairs(batches):
    """The batches, each with its `known_pairs`, which are counted once for each version of the data."""
    known = _known_pairs()
    for batch in batches:
        batch.known_pairs = known.get(batch.pk, 0)
    return batches


class BatchQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def running(self, day=None):
        """Batches whose period holds `day` (today), its first and last day included."""
        day = day or timezone.localdate()
        return self.going_on(day).filter(starts__lte=day)

    def going_on(self, day=None):
        """Batches whose period has not ended before `day` (today): open-ended, going on, or still to come."""
        return self.filter(models.Q(ends=None) | models.Q(ends__gte=day or timezone.localdate()))

    def overlapping(self, starts, ends):
        """Batches with a day in common with the period from `starts` to `ends`, which is open where that is None."""
        found = self.going_on(starts)
        return found.filter(starts__lte=ends) if ends else found

    def next_number(self):
        """The number after the highest one given so far."""
        return (self.aggregate(last=models.Max("number"))["last"] or 0) + 1

    def unpublished(self):
        return self.filter(published_at__isnull=True)

    def counted(self):
        """These batches by number, each with its `known_pairs`, see `count_pairs`."""
        return count_pairs(list(self.order_by("number")))

    def with_known_pairs(self):
        """Each batch with `known_pairs`, how many of the pairs that its notice printed the portal holds; by number."""
        # Counting groups the rows, and a grouped query leaves the table's own order out.
        printed = models.Count("pairs", filter=models.Q(pairs__replaces=None))
        return self.annotate(known_pairs=printed).order_by("number")


class Batch(Publication, FreeTexts):
    """One published notice with its list of pairs; called as its notice calls it, at an address with a number."""

    free_texts = ("label", "label_en", "title", "title_en", "key_points", "key_points_en")

    class ListStatus(models.TextChoices):
        COMPLETE = "complete", _("Complete list")
        PARTIAL = "partial", _("Part of the list")

    class Phase(models.TextChoices):
        UPCOMING = "upcoming", _("Upcoming")
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")

    number = models.PositiveSmallIntegerField(
        _("number"),
        unique=True,
        blank=True,
        help_text=_(
            "Part of its address only, numbered on across all actions. Left empty, the next free one is taken."
        ),
    )
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="batches", verbose_name=_("action"))
    label = models.CharField(
        _("name of the batch"),
        max_length=40,
        blank=True,
        help_text=_(
            "As the notice calls it, for example 第二批 or 2022年; empty where it gives no name: the title is shown."
        ),
    )
    label_en = models.CharField(_("English name of the batch"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=200, help_text=_("As printed in the notice."))
    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    notice_on = BoundedDateField(
        _("day of the notice"),
        null=True,
        blank=True,
        help_text=_("Leave it empty when the day is not known."),
    )
    reported_on = BoundedDateField(
        _("reported on"),
        null=True,
        blank=True,
        help_text=_("The day on which the ministry reported the notice."),
    )
    source = models.CharField(
        _("source"), max_length=500, help_text=_("The notice's address or number."), validators=[no_private_links]
    )
    starts = BoundedDateField(_("starts"))
    ends = BoundedDateField(
        _("ends"), null=True, blank=True, help_text=_("Leave it empty when the notice names no last day.")
    )
    in_months = models.BooleanField(
        _("period printed in months"),
        default=False,
        help_text=_("On when the notice names months only; the period is then shown in months."),
    )
    has_serials = models.BooleanField(
        _("the list has serial numbers"),
        default=True,
        help_text=_(
            "Off when the list is printed without 序号; its pairs are then addressed by their recipients' codes."
        ),
    )
    declared_pairs = models.PositiveIntegerField(_("pairs the notice declares"), null=True, blank=True)
    list_status = models.CharField(
        _("state of the list"), max_length=10, choices=ListStatus, default=ListStatus.COMPLETE
    )
    key_points = models.TextField(
        _("key points"),
        blank=True,
        help_text=_("What the notice says besides its list, in words of your own: one point a line."),
    )
    key_points_en = models.TextField(_("key points in English"), blank=True, help_text=_("One point a line."))
    key_points_source = models.CharField(
        _("source of the key points"), max_length=500, blank=True, validators=[no_private_links]
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    objects = BatchQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["number"]
        permissions = [
            ("import_pairs", _("Can import a published list")),
            ("publish_batch", _("Can publish a batch")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name="batch_number_positive",
                violation_error_message=_("The number of a batch is 1 or more."),
            ),
            models.UniqueConstraint(
                fields=["action", "label"],
                condition=~models.Q(label=""),
                name="batch_label_once",
                violation_error_message=_("This action already has a batch of this name; open that one instead."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")),
                name="batch_period_forward",
                violation_error_message=_("The period ends before it starts; exchange the two days."),
            ),
            models.CheckConstraint(
                condition=models.Q(notice_on__isnull=False) | models.Q(reported_on__isnull=False),
                name="batch_dated",
                violation_error_message=_("Give the day of the notice, or the day on which it was reported."),
            ),
        ]

    def __str__(self):
        return self.local_label or self.local_title

    def clean(self):
        check_batch(self.number or Batch.objects.next_number())
        if self.in_months and self.starts:
            self.starts, self.ends = whole_months(self.starts, self.ends)
        if self.pk:
            self._keep_what_holds()

    def _keep_what_holds(self):
        """ValidationError where the pairs, or the public, rest on what is to change."""
        stored = Batch.objects.get(pk=self.pk)
        moved = stored.action_id != self.action_id
        if moved and stored.published_at:
            raise ValidationError({"action": _("The batch is published; it stays with its action.")})
        if moved and self.pairs.filter(role__isnull=False).exists():
            raise ValidationError({"action": _("Its pairs have roles of their action; it stays with that action.")})
        if not self.has_serials and self.pairs.filter(serial__isnull=False).exists():
            raise ValidationError({"has_serials": _("Pairs of this batch have serial numbers; clear them first.")})

    def save(self, **kwargs):
        if not self.number:
            self.number = Batch.objects.next_number()
        super().save(**kwargs)

    def get_absolute_url(self):
        return address_of("batch", self.number)

    @property
    def heading(self):
        """Its name and its title; the title alone where the notice gives it no name."""
        return f"{self.local_label} · {self.local_title}" if self.label else self.local_title

    local_title = Localized("title")
    local_label = Localized("label")

    @property
    def points(self):
        """The key points, one by one, in the reader's language."""
        text = localized(self, "key_points")
        return [line.strip() for line in text.splitlines() if line.strip()]

    @property
    def phase(self):
        """Upcoming, running or ended, by today's date in the portal's time zone."""
        today = timezone.localdate()
        if today < self.starts:
            return self.Phase.UPCOMING
        return self.Phase.ENDED if self.ends and self.ends < today else self.Phase.RUNNING

    @property
    def announced_on(self):
        """The day of the notice, or failing that the day it was reported."""
        return self.notice_on or self.reported_on

    def contemporaries(self):
        """Other batches of the same action whose period overlaps this one's."""
        return self.action.batches.overlapping(self.starts, self.ends).exclude(pk=self.pk)

    def adjust_period(self, starts, ends, reason, by=None):
        """Set a new period and keep the old one on record; ValidationError when the reason or dates are wrong."""
        with transaction.atomic():
            self.lock()
            before = {"old_starts": self.starts, "old_ends": self.ends}
            change = PeriodChange(batch=self, **before, starts=starts, ends=ends, reason=reason, changed_by=by)
            change.full_clean()
            self.starts, self.ends = starts, ends
            self.full_clean()
            change.starts, change.ends = self.starts, self.ends
            last = self.period_changes.last()
            if last and last.facts == change.facts:
                return last  # the second half of a double tap
            self.save(update_fields=["starts", "ends"])
            update_change_reason(self, reason)
            change.save()
        return change

    def lock(self):
        """Nobody else changes this batch until the transaction ends; reads it as it stands now.

        A column that a colleague changed meanwhile stays as it is: whoever locks saves the columns of the step only.
        """
        self.refresh_from_db(from_queryset=Batch.objects.select_for_update(of=["self"]))


def whole_months(starts, ends):
    """The first day of the month of `starts` and the last day of the month of `ends`, which may be open."""
    if not ends:
        return starts.replace(day=1), None
    last = calendar.monthrange(ends.year, ends.month)[1]
    return starts.replace(day=1), datetime.date(ends.year, ends.month, last)


class PeriodChange(FreeTexts):
    """A change of a batch's period: the old one stays visible beside the reason."""

    free_texts = ("reason",)

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="period_changes", verbose_name=_("batch"))
    old_starts = BoundedDateField(_("started before"))
    old_ends = BoundedDateField(_("ended before"), null=True, blank=True)
    starts = BoundedDateField(_("starts now"))
    ends = BoundedDateField(_("ends now"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    changed_at = models.DateTimeField(_("changed at"), auto_now_add=True)
    changed_by = person_field(_("changed by"), on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        verbose_name = _("change of period")
        verbose_name_plural = _("changes of period")
        ordering = ["changed_at"]

    @property
    def facts(self):
        """What was decided: by whom, why, and from when to when."""
        return self.starts, self.ends, self.reason, self.changed_by

    def __str__(self):
        return f"{self.batch}: {self.old_starts}–{self.old_ends} → {self.starts}–{self.ends}"


class DeclaredCount(FreeTexts):
    """How many universities of one group the notice says stand on one side of its list."""

    free_texts = ("label", "label_en", "note", "note_en")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="declared_counts", verbose_name=_("batch"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    group = models.SlugField(_("group"), max_length=40, help_text=_("A short name, for example central."))
    label = models.CharField(_("label"), max_length=100, blank=True, help_text=_("As the notice calls the group."))
    label_en = models.CharField(_("English label"), max_length=200, blank=True)
    tiers = ChoiceListField(
        _("types"),
        blank=True,
        default=list,
        item_choices=Tier.choices,
        help_text=_("The types that the group includes."),
    )
    classes = ChoiceListField(
        _("other classes"),
        blank=True,
        default=list,
        item_choices=classes.Labels,
        help_text=_("Ticks of one kind widen the group, those of different kinds narrow it."),
    )
    count = models.PositiveIntegerField(_("declared number"))
    part_of = models.SlugField(
        _("part of"), max_length=40, blank=True, help_text=_("The group of which this is an “of which”.")
    )
    note = models.CharField(_("editor's note"), max_length=500, blank=True)
    note_en = models.CharField(_("editor's note in English"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("declared count")
        verbose_name_plural = _("declared counts")
        ordering = ["batch", "side", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "side", "group"],
                name="declared_count_once",
                violation_error_message=_("This group is already declared for this side."),
            )
        ]

    def __str__(self):
        return f"{self.get_side_display()} · {self.local_label}"

    def clean(self):
        known = {"tiers": Tier.values.__contains__, "classes": classes.is_class}
        for name, is_known in known.items():
            given = getattr(self, name)
            if not isinstance(given, list) or not all(map(is_known, given)):
                raise ValidationError({name: _("There is no such class; tick those that are offered.")})
        if not (self.tiers or self.classes):
            raise ValidationError({"tiers": _("Tick at least one type or other class.")})

    @property
    def local_label(self):
        named = localized(self, "label")
        return named or " / ".join(str(label) for name in ("tiers", "classes") for label in self.labels_of(name))

    def labels_of(self, name):
        return self._meta.get_field(name).labels(getattr(self, name))

    @property
    def covers(self):
        """Whether it is one of the groups into which a notice divides a whole side, which leave nobody out."""
        dividing = self.tiers or any(name.startswith(("level:", "authority:")) for name in self.classes)
        return bool(dividing) and not self.part_of

    local_note = Localized("note")
