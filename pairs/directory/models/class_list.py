"""Lists that the ministry imports of the types of universities, and of those in a class such as 双高."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.links import no_private_links
from core.localized import Localized
from core.model_fields import BoundedDateField, person_field
from pairs.previews import PreviewQuerySet, StoredPreview

from .university import Tier, University


class ClassListQuerySet(PreviewQuerySet):
    def imported(self):
        """The lists that hold: those with entries, which an import that was undone has not."""
        return self.filter(models.Exists(ClassEntry.objects.filter(class_list=models.OuterRef("pk"))))

    def titles(self):
        """The classes that lists name, each with its English name, as the newest list has it."""
        named = self.imported().exclude(title="").order_by("as_of", "pk")
        return {one.title: one.local_title for one in named}


class ClassList(StoredPreview):
    """A list of the types of universities, or (with a title) of the universities in one class, as of a day."""

    SAME = (*StoredPreview.SAME, "title", "as_of", "source")

    owner = person_field(_("owner"), on_delete=models.SET_NULL, null=True)
    title = models.CharField(
        _("class"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^[^:,\s]+\Z", _("A name without spaces, commas and colons."))],
        help_text=_("For example 双高 or 双一流; empty where the list says types."),
    )
    title_en = models.CharField(_("English name"), max_length=100, blank=True)
    as_of = BoundedDateField(_("as of"))
    source = models.CharField(_("source"), max_length=500, validators=[no_private_links])
    reading = models.JSONField(_("list as read"), default=dict, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)

    objects = ClassListQuerySet.as_manager()

    class Meta(StoredPreview.Meta):
        verbose_name = _("list of types or of a class")
        verbose_name_plural = _("lists of types and classes")

    def __str__(self):
        return f"{self.local_title or _('Types of universities')} · {self.as_of}"

    local_title = Localized("title")

    def may_keep_file(self):
        """Its rows are kept as they were read, which is all that such a file holds."""
        return False


class ClassEntryQuerySet(models.QuerySet):
    def with_record(self):
        """Each with the key of the university it is about: entries of a merged record stay with that record."""
        return self.annotate(record=Coalesce("university__merged_into", "university"))

    def types(self, universities=None):
        """(university, type, day) as every list of types has them, the list that was imported last at the end."""
        found = self.filter(class_list__title="").with_record()
        if universities is not None:
            found = found.filter(record__in=universities)
        return found.order_by("class_list__applied_at", "pk").values_list("record", "tier", "class_list__as_of")


class ClassEntry(models.Model):
    """One university in a list, with its type where the list says types."""

    class_list = models.ForeignKey(
        ClassList, on_delete=models.CASCADE, related_name="entries", verbose_name=_("list of types or of a class")
    )
    university = models.ForeignKey(
        University, on_delete=models.CASCADE, related_name="class_entries", verbose_name=_("university")
    )
    tier = models.CharField(_("type"), max_length=30, choices=Tier, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True, validators=[no_private_links])

    stays_with_record = True  # what a list said is not rewritten by a merge

    objects = ClassEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a list of types or classes")
        verbose_name_plural = _("entries of lists of types and classes")
        ordering = ["class_list", "pk"]
        constraints = [models.UniqueConstraint(fields=["class_list", "university"], name="class_entry_once")]

    def __str__(self):
        return f"{self.university} · {self.get_tier_display() or self.class_list.title}"
