"""Bulletins: figures as of one day, or as stated on one, with a headline sentence; frozen once they are published."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.permissions import refuse_all_but_editors
from core.exceptions import Refused
from core.links import no_private_links
from core.localized import Localized
from core.model_fields import person_field, token_field
from core.personal_data import FreeTexts
from core.tokens import create_once
from core.validators import only_printable
from core.versioning import Versioned
from core.workflow import transition
from oversight.bulletins import bulletin_document as snapshot
from oversight.bulletins import summary_text as headline
from oversight.bulletins.as_of import AsOfFigures
from oversight.bulletins.publish_checks import Readiness
from pairs.models import Batch

from .bulletin_figure import BulletinFigure

TEXTS = ("scope", "scope_en", "qualifier", "qualifier_en", "headline", "headline_en")
LONGEST_HEADLINE = 2000
DAY = Coalesce("as_of", "stated_on")


class BulletinQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=Bulletin.State.PUBLISHED)

    def drafts(self):
        return self.filter(state=Bulletin.State.DRAFT)

    def newest_first(self):
        return self.order_by(DAY.desc(), "-published_at", "-pk")

    def of_day(self, day):
        """Bulletins as of this day, or stated on it where their source gives no other."""
        return self.alias(of_day=DAY).filter(of_day=day)

    def before(self, bulletin):
        """The published bulletins of the same batches of an earlier day, the newest first."""
        earlier = self.published().alias(of_day=DAY).filter(batches=bulletin.batches, of_day__lt=bulletin.day)
        return earlier.exclude(pk=bulletin.pk).newest_first()

    def with_notes(self):
        """Fetch what a page shows of each besides its snapshot, in a constant number of queries."""
        return self.prefetch_related("notes")

    def draft(self, by, batches, as_of, scope, scope_en, token=None):
        """Start a bulletin on `batches` (their numbers) as of a day, and compute it; the same `token` gives the same.

        Refused to all but editors; ValidationError by field for what cannot be kept.
        """
        refuse_all_but_editors(by)

        def make():
            numbers = ",".join(map(str, sorted(set(batches))))
            words = {"scope": scope, "scope_en": scope_en, "batches": numbers}
            new = self.model(as_of=as_of, drafted_by=by, token=token or None, **words)
            new._history_user = by
            new.check_all()
            new.clean()
            new.save()
            return new.compute(by)

        return create_once(self.model, token, make, drafted_by=by)


class Bulletin(Versioned, FreeTexts):
    """Figures as of one day, for one scope; published, it is what its snapshot says and nothing else."""

    free_texts = TEXTS
    overtaken = _("Somebody else saved this bulletin meanwhile. Both texts are shown; nothing is lost.")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    as_of = models.DateField(
        _("as of"),
        null=True,
        blank=True,
        help_text=_("Empty where the figures were stated and their source gives no such day."),
    )
    stated_on = models.DateField(
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
    version = models.PositiveIntegerField(_("version"), default=0)
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

    def save(self, **kwargs):
        """Kept by the transitions; what is published never changes any more."""
        if self.pk and Bulletin.objects.published().filter(pk=self.pk).exists():
            raise Refused(_("It is published and stays as it is: add a correction instead."), "locked")
        super().save(**kwargs)

    def delete(self, **kwargs):
        if self.is_published:
            raise Refused(_("It is published and stays as it is: add a correction instead."), "locked")
        return super().delete(**kwargs)

    def shows(self, name):
        return self.is_published

    def get_absolute_url(self):
        return reverse("bulletin", args=[self.address])

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

    @property
    def is_intact(self):
        """Whether the snapshot is the one that was published."""
        return self.is_published and snapshot.hash_of(self.snapshot) == self.snapshot_hash

    # Verbs. `by` is the person who acts, `version` the version that person has seen.

    @transition
    def compute(self, by, version=None):
        """Compute every figure anew; wordings that are still true stay, and so does a paragraph the editor wrote."""
        self.lock(by, version)
        was = self._proposal()
        basis = AsOfFigures(self.batch_numbers, self.day)
        BulletinFigure.objects.renew(self, basis, by)
        self.reporting, self.pairs = len(set(basis.activities.values())), basis.declared
        self.computed_at = timezone.now()
        return self._store_with(by, was)

    @transition
    def edit(self, by, version, values=None, figures=None):
        """Other words, and per figure (by key) wordings and whether it is in; ValidationError for an untrue wording.

        `figures` are dicts of wording, wording_en and included.
        """
        self.lock(by, version, {**(values or {}), **({"figures": figures} if figures else {})})
        was, faults = self._proposal(), {}
        for field in TEXTS:
            setattr(self, field, (values or {}).get(field, getattr(self, field)))
        for row in self.figures.all():
            if given := (figures or {}).get(row.pk):
                faults |= row.reword(by, **given)
        if faults:
            raise ValidationError(faults)
        return self._store_with(by, was)

    @transition
    def propose_headline(self, by, version=None):
        """Put the proposed paragraph in place of the one that stands."""
        self.lock(by, version)
        self.headline = self.headline_en = ""
        return self._store_with(by, self._proposal())

    @transition
    def state_figure(self, by, version=None, **facts):
        """Add a figure that was stated elsewhere, with its source; ValidationError by field."""
        self.lock(by, version)
        BulletinFigure.objects.state(self, by, **facts)
        return self.store(by)

    @transition
    def take_out(self, by, figure, version=None):
        """Take a stated figure out again; a computed one is left out by not including it."""
        self.lock(by, version)
        found = self.figures.stated().filter(pk=figure).first()
        if found is None:
            raise Refused(_("Only a stated figure is taken out; leave a computed one out instead."))
        found._history_user = by
        found.delete()
        return self.store(by)

    @transition
    def publish(self, by, version=None):
        """Freeze figures and text; ValidationError naming everything that stands in the way."""
        self.lock(by, version)
        blocks = Readiness(self).blocks
        if blocks:
            raise ValidationError([point.message for point in blocks])
        return self._freeze(by)

    @transition
    def publish_as_stated(self):
        """Publish what the ministry had stated before this portal began: stated figures only, each with its source."""
        if self.figures.computed().exists() or not self.figures.exists() or not self.source:
            raise Refused(_("Only stated figures with their source are published in this way."))
        return self._freeze(None, why=_("published list"))

    @transition
    def discard(self, by, version=None):
        """Delete a draft."""
        self.lock(by, version)
        self._history_user = by
        self.delete()

    def correct(self, by, note, note_en, token=None):
        """Add a dated note to what is published; nothing else ever changes. Returns the note."""
        return self.notes.add_to(self, by, note, note_en, token)

    # What the transitions are made of

    def texts(self):
        """All that an edit may change: the text a conflict shows."""
        rows = {row.pk: {name: getattr(row, name) for name in row.CHOSEN} for row in self.figures.all()}
        return {field: getattr(self, field) for field in TEXTS} | {"figures": rows}

    def locked_rows(self):
        """All of the day, so that two that are published at once do not take one address."""
        list(Bulletin.objects.select_for_update().of_day(self.day).order_by("pk"))
        return super().locked_rows()

    def refuse_closed(self, by):
        refuse_all_but_editors(by)
        if self.is_published:
            raise Refused(_("It is published and stays as it is: add a correction instead."), "locked")

    def _proposal(self):
        return headline.proposal(self, self.figures.all(), self.coverage)

    def _store_with(self, by, was):
        """Store it; a paragraph that was only proposed, as `was` has it, follows the figures."""
        now = self._proposal()
        for field, language in (("headline", "zh"), ("headline_en", "en")):
            if getattr(self, field) in ("", was[language]):
                setattr(self, field, now[language])
        return self.store(by)

    def check_all(self):
        """Whether its batches are published is looked at once, when it is drafted."""
        self.clean_fields(exclude=["token"])
        self.validate_constraints(exclude=["token"])

    def _freeze(self, by, why=None):
        self.published_at, self.published_by, self.state = timezone.now(), by, self.State.PUBLISHED
        self.ask_about_texts()
        self.address = free_address(self.day)
        self.snapshot = snapshot.of(self)
        self.snapshot_hash = snapshot.hash_of(self.snapshot)
        return self.store(by, why)


def free_address(day):
    """The day, for the first bulletin that is published of it; for others with a number behind it."""
    taken = set(Bulletin.objects.published().of_day(day).values_list("address", flat=True))
    names = [f"{day:%Y-%m-%d}", *(f"{day:%Y-%m-%d}-{number}" for number in range(2, len(taken) + 2))]
    return next(name for name in names if name not in taken)
