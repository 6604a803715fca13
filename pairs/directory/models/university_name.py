"""The names a university bears or bore; each change of one keeps matching key and search text in step."""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.histories import HistoricalRecords
from core.links import no_private_links
from core.model_fields import BoundedDateField
from pairs.directory import name_matching


def english_of(*paths):
    """Prefetches of what English pages call the universities at `paths` by; see `University.names_in_english`."""
    named = UniversityName.objects.in_english()
    return [models.Prefetch(f"{path}__names", named, "names_in_english") for path in paths]


def refresh_search_texts(universities):
    """Bring the search texts of the universities with these keys in step with their names."""
    apps.get_model("pairs.University").objects.filter(pk__in=universities).refresh_search_text()


class UniversityNameQuerySet(models.QuerySet):
    """Whatever is created, changed or removed in bulk keeps keys and search texts in step, as single saves do."""

    def in_english(self):
        """Names with an English of their own beside today's, and of them only what reading that takes."""
        named = self.exclude(name_en="").exclude(name=models.F("university__name"))
        return named.order_by("-until", "name").only("university", "name_en", "key")

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        created = super().bulk_create(self._keyed(objs), *args, **kwargs)
        refresh_search_texts({name.university_id for name in objs})
        return created

    def bulk_update(self, objs, fields, *args, **kwargs):
        objs = list(objs)
        changed = super().bulk_update(self._keyed(objs), {*fields, "key"}, *args, **kwargs)
        refresh_search_texts({name.university_id for name in objs})
        return changed

    def delete(self):
        universities = set(self.order_by().values_list("university", flat=True))
        result = super().delete()
        refresh_search_texts(universities)
        return result

    @staticmethod
    def _keyed(objs):
        for name in objs:
            name.key = name_matching.fold(name.name)
        return objs


class UniversityName(models.Model):
    """A name a university bears or bore, with the span of days for which a source shows it."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Official name")
        SHORT = "short", _("Short name")
        PRINTED = "printed", _("Name as printed in a notice")
        ALIAS = "alias", _("Other name")
        FORMER = "former", _("Former name")
        COMMON = "common", _("Short name in common use")
        INITIALS = "initials", _("Initials")

    # Under these a university is searched, but no list is read by them: they stand in no register, and may be shared.
    FOR_SEARCH_ONLY = (Kind.FORMER, Kind.COMMON, Kind.INITIALS)

    university = models.ForeignKey(
        "pairs.University", on_delete=models.CASCADE, related_name="names", verbose_name=_("university")
    )
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OFFICIAL)
    since = BoundedDateField(
        _("since"), null=True, blank=True, help_text=_("The earliest day for which a source shows this name.")
    )
    until = BoundedDateField(
        _("until"), null=True, blank=True, help_text=_("The latest day for which a source shows this name.")
    )
    source = models.CharField(_("source"), max_length=500, blank=True, validators=[no_private_links])
    key = models.CharField(_("matching key"), max_length=100, editable=False, db_index=True)

    objects = UniversityNameQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["key"])

    class Meta:
        verbose_name = _("name of a university")
        verbose_name_plural = _("names of universities")
        ordering = ["university", "-until", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["university", "name"],
                name="university_name_once",
                violation_error_message=_("This university already has this name; change its dates instead."),
            ),
            models.CheckConstraint(
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="university_name_span",
                violation_error_message=_("The last day of a name cannot come before its first day."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_everyday(self):
        """Whether it is what people say, not what the school is or was called."""
        return self.kind in (self.Kind.COMMON, self.Kind.INITIALS)

    def save(self, **kwargs):
        before = UniversityName.objects.filter(pk=self.pk).values_list("university", flat=True) if self.pk else []
        universities = {*before, self.university_id}
        self.key = name_matching.fold(self.name)
        super().save(**kwargs)
        refresh_search_texts(universities)

    def delete(self, **kwargs):
        result = super().delete(**kwargs)
        refresh_search_texts([self.university_id])
        return result
