"""Bulletins: figures as of one day, or as stated on one, with a headline sentence; frozen once they are published."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from activities.models import Indicator
from core.addresses import address_of
from core.exceptions import Refused
from core.histories import HistoricalRecords
from core.links import no_private_links
from core.localized import Localized
from core.model_fields import BoundedDateField, person_field, token_field
from core.personal_data import FreeTexts
from core.validators import only_printable
from core.workflow import WorkflowModel
from oversight.bulletins import bulletin_document as snapshot
from pairs.models import Batch

TEXTS = ("scope", "scope_en", "qualifier", "qualifier_en", "headline", "headline_en")
LONGEST_HEADLINE, LONGEST_NOTE = 2000, 1000
PUBLISHED_STAYS = _("It is published and stays as it is: add a correction instead.")
DAY = Coalesce("as_of", "stated_on")


class BulletinQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=Bulletin.State.PUBLISHED)

    def newest_first(self):
        return self.order_by(DAY.desc(), "-published_at", "-pk")

    def of_day(self, day):
        """Bulletins as of this day, or stated on it where their source gives no other."""
        return self.alias(of_day=DAY).filter(of_day=day)

    def of_action(self, action):
        """Bulletins that cover a batch of `action`."""
        numbers = "|".join(str(number) for number in action.batches.order_by().values_list("number", flat=True))
        return self.filter(batches__regex=rf"(^|,)({numbers})(,|$)") if numbers else self.none()

    def before(self, bulletin):
        """The published bulletins of the same batches of an earlier day, the newest first."""
        earlier = self.published().alias(of_day=DAY).filter(batches=bulletin.batches, of_day__lt=bulletin.day)
        return earlier.exclude(pk=bulletin.pk).newest_first()

    def with_notes(self):
        """Fetch what a page shows of each besides its snapshot, in a constant number of queries."""
        return self.prefetch_related("notes")


class Bulletin(WorkflowModel, FreeTexts):
    """Figures as of one day, for one scope; published, it is what its snapshot says and nothing else."""

    free_texts = edited_fields = TEXTS
    overtaken = _("Someone else saved this bulletin while you were editing. Both texts are shown; nothing is lost.")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    as_of = BoundedDateField(
        _("as of"),
        null=True,
        blank=True,
        help_text=_("Empty where the figures were stated and their source gives no such day."),
    )
    stated_on = BoundedDateField(
        _("stated on"), null=True, blank=True, help_text=_("The day on which the source published the figures.")
    )
    batches = models.CharField(
        _("batches"),
        max_length=100,
        blank=True,
        validators=[RegexValidator(r"^\d+(,\d+)*\Z", _("Give numbers of batches, for example 1,2."))],
        help_text=_("The numbers of the batches it covers, for example 1,2."),
    )
    scope = models.CharField(
        _("scope"), max_length=100, validators=[only_printable], help_text=_("For example 第一批.")
    )
    scope_en = models.CharField(_("scope in English"), max_length=200, validators=[only_printable])
    qualifier = models.CharField(
        _("qualifier"),
        max_length=100,
        blank=True,
        validators=[only_printable],
        help_text=_("What the source says of all its figures, for example 据不完全统计."),
    )
    qualifier_en = models.CharField(_("qualifier in English"), max_length=200, blank=True, validators=[only_printable])
    source = models.CharField(_("source"), max_length=500, blank=True, validators=[no_private_links])
    headline = models.TextField(
        _("headline"), blank=True, validators=[MaxLengthValidator(LONGEST_HEADLINE), only_printable]
    )
    headline_en = models.TextField(
        _("headline in English"), blank=True, validators=[MaxLengthValidator(LONGEST_HEADLINE), only_printable]
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    reporting = models.PositiveIntegerField(_("pairs that reported something"), null=True, blank=True)
    pairs = models.PositiveIntegerField(_("pairs in all"), null=True, blank=True)
    computed_at = models.DateTimeField(_("computed at"), null=True, blank=True)
    drafted_by = person_field(_("drafted by"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = person_field(_("published by"), null=True, blank=True)
    address = models.SlugField(_("address"), max_length=20, unique=True, null=True, blank=True)
    snapshot = models.JSONField(_("snapshot"), null=True, blank=True)
    snapshot_hash = models.CharField(_("hash of the snapshot"), max_length=64, blank=True)
    token = token_field()

    objects = BulletinQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["token"])

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        ordering = [DAY.desc(), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["as_of", "scope"],
                name="bulletin_once",
                violation_error_message=_("There is already a bulletin for this day and scope."),
            ),
            models.UniqueConstraint(
                fields=["stated_on", "scope"],
                condition=models.Q(as_of=None),
                name="bulletin_stated_once",
                violation_error_message=_("There is already a bulletin for this day and scope."),
            ),
            models.CheckConstraint(
                condition=models.Q(as_of__isnull=False) | models.Q(stated_on__isnull=False),
                name="bulletin_dated",
                violation_error_message=_(
                    "Give the day to which the figures refer, or the day on which they were stated."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", snapshot_hash="", published_at=None, address=None)
                | (
                    models.Q(state="published", published_at__isnull=False, address__isnull=False)
                    & ~models.Q(snapshot_hash="")
                ),
                name="bulletin_published_with_snapshot",
                violation_error_message=_("What is published has its snapshot, its day and its address."),
            ),
        ]

    def __str__(self):
        return f"{self.day} · {self.local_scope}"

    def clean(self):
        numbers = set(self.batch_numbers)
        unknown = numbers - set(Batch.objects.published().values_list("number", flat=True))
        if not numbers or unknown:
            raise ValidationError({"batches": _("Choose at least one published batch.")})
        if Batch.objects.filter(number__in=numbers).order_by().values("action").distinct().count() > 1:
            message = _("A bulletin covers one action: choose batches of one only, and another bulletin for the other.")
            raise ValidationError({"batches": message})

    def save(self, **kwargs):
        """Kept by the transitions; what is published never changes any more."""
        if self.pk and Bulletin.objects.published().filter(pk=self.pk).exists():
            raise Refused(PUBLISHED_STAYS, "locked")
        super().save(**kwargs)

    def delete(self, **kwargs):
        if self.is_published:
            raise Refused(PUBLISHED_STAYS, "locked")
        return super().delete(**kwargs)

    def shows(self, name):
        return self.is_published

    def get_absolute_url(self):
        return address_of("bulletin", self.address)

    @property
    def day(self):
        """The day as of which the figures are; failing that the day on which they were stated."""
        return self.as_of or self.stated_on

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED

    local_scope = Localized("scope")

    @property
    def batch_numbers(self):
        return [int(number) for number in re.findall(r"\d+", self.batches)]

    @property
    def wholes(self):
        """By the measure of each computed figure in it that counts a part of another one in it: that of the other."""
        codes = [figure.measure for figure in self.figures.all() if figure.included and figure.is_computed]
        parts = Indicator.objects.filter(code__in=codes, part_of__code__in=codes)
        return dict(parts.values_list("code", "part_of__code"))

    @property
    def coverage(self):
        """How many pairs reported something, and how many there are by the notices."""
        return self.reporting or 0, self.pairs or 0

    def previous_figures(self):
        """What the bulletin before on the same batches said of each measure, by its code."""
        last = Bulletin.objects.before(self).first()
        kept = ("origin", "value", "wording", "wording_en")
        rows = last.snapshot["figures"] if last else []
        return {row["measure"]: {"as_of": last.day.isoformat()} | {name: row[name] for name in kept} for row in rows}

    @property
    def document(self):
        """What the public reads: of what is published the snapshot and nothing else, of a draft what it would be."""
        return snapshot.Document(self.snapshot if self.is_published else snapshot.of(self))

    def texts(self):
        """All that an edit may change: the text a conflict shows."""
        rows = {row.pk: {name: getattr(row, name) for name in row.CHOSEN} for row in self.figures.all()}
        return super().texts() | {"figures": rows}

    def locked_rows(self):
        """All of the day, so that two that are published at once do not take one address."""
        list(Bulletin.objects.select_for_update().of_day(self.day).order_by("pk"))
        return super().locked_rows()

    def check_all(self):
        """Whether its batches are published is looked at once, when it is drafted."""
        self.clean_fields(exclude=["token"])
        self.validate_constraints(exclude=["token"])


class BulletinNote(FreeTexts):
    """What was wrong in a published bulletin, or has to be known beside it."""

    free_texts = ("note", "note_en")

    bulletin = models.ForeignKey(
        "oversight.Bulletin", on_delete=models.CASCADE, related_name="notes", verbose_name=_("bulletin")
    )
    note = models.CharField(_("correction"), max_length=LONGEST_NOTE, validators=[only_printable])
    note_en = models.CharField(_("correction in English"), max_length=LONGEST_NOTE, validators=[only_printable])
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = person_field(_("added by"))
    token = token_field()

    history = HistoricalRecords(excluded_fields=["token"])

    class Meta:
        verbose_name = _("correction of a bulletin")
        verbose_name_plural = _("corrections of bulletins")
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.local_note

    def clean(self):
        missing = [name for name in ("note", "note_en") if not getattr(self, name).strip()]
        if missing:
            raise ValidationError(dict.fromkeys(missing, _("Write the correction in both languages.")))

    def save(self, **kwargs):
        if self.pk:
            raise Refused(_("A correction stays as it was written; add another one."), "locked")
        super().save(**kwargs)

    local_note = Localized("note")
