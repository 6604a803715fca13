"""A sheet on its way to entries, private to its owner; and what a university's columns mean."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.model_fields import person_field, token_field
from pairs.models import University
from pairs.previews import PreviewQuerySet, StoredPreview
from pairs.reader.limits import MAX_CELL
from pairs.reader.result import storable


class SheetQuerySet(PreviewQuerySet):
    def open_to(self, user):
        """One's own, and what was entered for a university for which `user` speaks today."""
        entered = models.Q(applied_at__isnull=False, university__in=user.universities)
        return self.filter(models.Q(owner=user) | entered)


class Sheet(StoredPreview):
    """The stored preview of one sheet: its rows as read, what its columns mean, and what was corrected.

    The file itself is not kept, nor any column that looks like personal data.
    """

    file = None
    reason = None

    university = models.ForeignKey(University, on_delete=models.CASCADE, related_name="+", verbose_name=_("university"))
    owner = person_field(_("owner"), on_delete=models.CASCADE)
    table = models.JSONField(_("rows as read"), default=dict, help_text=_("Titles, and the rows with their numbers."))
    columns = models.JSONField(_("what the columns mean"), default=dict, blank=True)
    constants = models.JSONField(_("what holds for all rows"), default=dict, blank=True)
    corrections = models.JSONField(_("corrections"), default=dict, blank=True)
    left_out = models.JSONField(_("rows left out"), default=list, blank=True)
    entries = models.PositiveIntegerField(_("number of entries"), default=0)
    token = token_field()

    objects = SheetQuerySet.as_manager()

    class Meta(StoredPreview.Meta):
        verbose_name = _("sheet of activities")
        verbose_name_plural = _("sheets of activities")

    def __str__(self):
        return f"{self.university} · {self.file_name or self.created_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("desk_sheet", args=[self.pk])

    def may_keep_file(self):
        """What was uploaded may hold anything; it is read and forgotten."""
        return False

    @property
    def rows(self):
        """(number, {column: text}) of each row that is not left out, as corrected."""
        places = {int(at): key for at, key in self.columns.items()}
        left_out = set(self.left_out)
        for number, cells in self.table.get("rows", ()):
            if number not in left_out:
                yield number, self.texts(number, {places[at]: text for at, text in enumerate(cells) if at in places})

    def texts(self, number, read):
        """The texts of a row: as read, else what holds for all rows; corrected cells as corrected."""
        texts = {**self.constants, **{key: text for key, text in read.items() if text}}
        return texts | self.corrections.get(str(number), {})

    @property
    def unread_titles(self):
        """The titles of the columns that are not read."""
        titles, hidden = self.table.get("titles", ()), self.table.get("hidden", ())
        return [title for at, title in enumerate(titles) if title and str(at) not in self.columns and at not in hidden]

    @property
    def hidden_titles(self):
        """The titles of the columns that look like personal data, of which nothing was kept."""
        titles = self.table.get("titles", ())
        return [titles[at] if at < len(titles) else "" for at in self.table.get("hidden", ())]

    def as_read(self, number, key):
        """What was read in a cell; empty where there is none."""
        at = next((int(at) for at, found in self.columns.items() if found == key), None)
        cells = next((cells for row, cells in self.table.get("rows", ()) if row == number), [])
        return cells[at] if at is not None and at < len(cells) else ""

    def correct(self, changes):
        """Keep `changes`, {(row, column): text}; not saved."""
        for (number, key), text in changes.items():
            self.corrections.setdefault(str(number), {})[key] = storable(text[:MAX_CELL])


class ColumnMemory(models.Model):
    """What the titles of a university's own tables mean: chosen once, proposed the next time."""

    stays_with_record = True  # where two records of universities become one, each keeps its own

    university = models.OneToOneField(
        University, on_delete=models.CASCADE, related_name="+", verbose_name=_("university")
    )
    columns = models.JSONField(_("columns by their titles"), default=dict, blank=True)
    words = models.JSONField(_("values by their words"), default=dict, blank=True)
    by = person_field(_("by"), on_delete=models.SET_NULL, null=True, blank=True)
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        verbose_name = _("columns of a university's own table")
        verbose_name_plural = _("columns of universities' own tables")

    def __str__(self):
        return str(self.university)
