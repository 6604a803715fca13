"""The figures of a bulletin: computed here or stated elsewhere, and never the one dressed as the other."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.exceptions import Refused
from core.histories import HistoricalRecords
from core.links import no_private_links
from core.localized import Localized
from core.personal_data import FreeTexts
from core.validators import only_printable
from core.versioning import drop, keep
from oversight.bulletins import number_phrases as wording
from oversight.bulletins.as_of import nouns

LANGUAGES = (("wording", wording.CHINESE), ("wording_en", wording.ENGLISH))
TRANSLATED_HELP = _("Empty where the sources hold both wordings as they stand.")


class FigureQuerySet(models.QuerySet):
    def computed(self):
        return self.filter(origin=BulletinFigure.Origin.COMPUTED)

    def stated(self):
        return self.filter(origin=BulletinFigure.Origin.STATED)

    def renew(self, bulletin, basis, by):
        """Bring the computed figures of a draft in step with `basis`; those with no measure any more go."""
        there = {row.measure: row for row in self.filter(bulletin=bulletin).computed()}
        last = bulletin.previous_figures()
        for position, found in enumerate(basis.figures()):
            row = there.pop(found.measure.code, None) or self.model(bulletin=bulletin, included=bool(found.reporting))
            row.take(found, basis.declared, position, last.get(found.measure.code))
            keep(row, by)
        drop(there.values(), by)

    def state(self, bulletin, by, measure="", name="", name_en="", **words):
        """Add a stated figure with its wordings and sources; its value is the number in its wording."""
        row = self.model(bulletin=bulletin, origin=BulletinFigure.Origin.STATED, name=name, name_en=name_en, **words)
        row.measure = measure or slugify(name_en)[:40]
        row.position = 1 + (self.filter(bulletin=bulletin).aggregate(last=models.Max("position"))["last"] or 0)
        row.value = row.number_stated()
        row.full_clean()
        keep(row, by)
        return row


class BulletinFigure(FreeTexts):
    """One figure of a bulletin with its wording in both languages."""

    free_texts = ("name", "name_en", "wording", "wording_en", "note", "note_en")
    CHOSEN = ("wording", "wording_en", "included")  # what an editor chooses of a computed one

    class Origin(models.TextChoices):
        COMPUTED = "computed", _("Computed here")
        STATED = "stated", _("Stated, with source")

    class Translated(models.TextChoices):
        CHINESE = "zh", _("The Chinese wording is this portal's translation")
        ENGLISH = "en", _("The English wording is this portal's translation")

    bulletin = models.ForeignKey(
        "oversight.Bulletin", on_delete=models.CASCADE, related_name="figures", verbose_name=_("bulletin")
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.STATED)
    measure = models.SlugField(_("measure"), max_length=40, help_text=_("A short name, for example meetings."))
    name = models.CharField(_("name"), max_length=100, validators=[only_printable])
    name_en = models.CharField(_("English name"), max_length=200, validators=[only_printable])
    unit = models.CharField(_("unit"), max_length=10, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=40, blank=True)
    value = models.PositiveBigIntegerField(
        _("value"), help_text=_("The number in the wording, without its “over” or “nearly”.")
    )
    wording = models.CharField(
        _("wording"), max_length=50, validators=[only_printable], help_text=_("As stated, for example 近800次.")
    )
    wording_en = models.CharField(_("wording in English"), max_length=100, validators=[only_printable])
    included = models.BooleanField(_("in the bulletin"), default=True)
    in_headline = models.BooleanField(_("in the paragraph"), default=False)
    source = models.CharField(_("source"), max_length=500, blank=True, validators=[no_private_links, only_printable])
    source_en = models.CharField(
        _("source in English"),
        max_length=500,
        blank=True,
        validators=[no_private_links, only_printable],
        help_text=_("Where the figure is given in English, if elsewhere."),
    )
    translated = models.CharField(
        _("our translation"), max_length=2, choices=Translated, blank=True, help_text=TRANSLATED_HELP
    )
    note = models.CharField(_("note"), max_length=500, blank=True, validators=[only_printable])
    note_en = models.CharField(_("note in English"), max_length=500, blank=True, validators=[only_printable])
    rule = models.CharField(_("rule"), max_length=300, blank=True)
    rule_en = models.CharField(_("rule in English"), max_length=400, blank=True)
    reporting = models.PositiveIntegerField(_("pairs it comes from"), null=True, blank=True)
    pairs = models.PositiveIntegerField(_("pairs in all"), null=True, blank=True)
    data_hash = models.CharField(_("hash of the data"), max_length=64, blank=True)
    last = models.JSONField(_("in the bulletin before"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = FigureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("figure of a bulletin")
        verbose_name_plural = _("figures of bulletins")
        ordering = ["bulletin", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "measure", "origin"],
                name="bulletin_figure_once",
                violation_error_message=_("This bulletin already has this figure."),
            ),
            models.CheckConstraint(
                condition=models.Q(origin="stated", data_hash="", reporting=None, pairs=None) & ~models.Q(source="")
                | models.Q(origin="computed", source="", reporting__isnull=False, pairs__isnull=False)
                & ~models.Q(data_hash="")
                & ~models.Q(rule=""),
                name="bulletin_figure_computed_or_stated",
                violation_error_message=_(
                    "A figure is either computed here, with its rule and data, or stated, with its source."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.local_name}: {self.local_wording}"

    def clean(self):
        for field, message in self.untruths().items():
            raise ValidationError({field: message})

    def save(self, **kwargs):
        """Kept with its bulletin: what is published never changes any more."""
        self._refuse_when_published()
        super().save(**kwargs)

    def delete(self, **kwargs):
        self._refuse_when_published()
        return super().delete(**kwargs)

    @property
    def is_computed(self):
        return self.origin == self.Origin.COMPUTED

    local_name = Localized("name")
    local_wording = Localized("wording")
    local_unit = Localized("unit")
    local_rule = Localized("rule")

    def units(self, language):
        """The units in which its wording may count, the proposed one first."""
        return nouns(self.measure, self.unit_en) if language == wording.ENGLISH else [self.unit]

    def untruths(self):
        """What is wrong with its wordings, as messages by field: untrue of the value, or another number than stated."""
        found = {}
        for field, language in LANGUAGES:
            try:
                if self.is_computed:
                    wording.verify(getattr(self, field), self.value, self.units(language), language)
                elif wording.read(getattr(self, field), language).number != self.value:
                    raise ValidationError(_("Both wordings and the value have to give the same number."))
            except wording.Unread:
                continue  # the ministry's own words, where the number does not stand in digits
            except ValidationError as error:
                found[field] = error.messages[0]
        return found

    def number_stated(self):
        """The number in the wording; ValidationError where there is none."""
        try:
            return wording.read(self.wording, wording.CHINESE).number
        except wording.Unread:
            raise ValidationError({"wording": _("Write the number in digits, for example 近800次.")}) from None

    def take(self, found, pairs, position, last):
        """Take over what was computed; the wordings stay where they are still true."""
        measure = found.measure
        self.origin, self.measure = self.Origin.COMPUTED, measure.code
        self.value, self.data_hash = found.value, found.data_hash
        for field in ("name", "name_en", "unit", "unit_en", "rule", "rule_en"):
            setattr(self, field, getattr(measure, field))
        self.reporting, self.pairs, self.position = found.reporting, pairs, position
        self.in_headline, self.last = found.in_headline, last or {}
        wrong = self.untruths()
        for field, language in LANGUAGES:
            if field in wrong:
                setattr(self, field, wording.propose(self.value, self.units(language)[0], language))
        self.full_clean(exclude=["bulletin"])

    def reword(self, by, wording=None, wording_en=None, included=None):
        """Take other wordings of a computed figure, or leave it out; what is wrong, by (key, field)."""
        given = {"wording": wording, "wording_en": wording_en} if self.is_computed else {}
        chosen = {"included": included} | given
        changed = {field: value for field, value in chosen.items() if value not in (None, getattr(self, field))}
        for field, value in changed.items():
            setattr(self, field, value)
        if faults := self.untruths():
            return {f"{self.pk}-{field}": message for field, message in faults.items()}
        if changed:
            self.full_clean()
            keep(self, by)
        return {}

    def _refuse_when_published(self):
        state = type(self.bulletin).objects.filter(pk=self.bulletin_id).values_list("state", flat=True).first()
        if state == "published":
            raise Refused(_("It is published and stays as it is: add a correction instead."), "locked")
