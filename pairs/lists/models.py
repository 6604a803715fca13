"""A list that was read, previewed and perhaps confirmed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.model_fields import person_field
from pairs.pairs.models.batch import Batch
from pairs.previews import StoredPreview
from pairs.reader import KeptTable, ListIssue, ListRow, Reading, corrected
from pairs.reader.limits import MAX_CELL
from pairs.reader.result import storable

from .groups import shape_of

PERSONAL = "personal_data"  # the reader's code for a column about persons: nothing of such a list is kept


class ListImport(StoredPreview):
    """The stored preview of one list."""

    SAME = (*StoredPreview.SAME, "batch")

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("Previewed")
        APPLIED = "applied", _("Applied")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="imports", verbose_name=_("batch"))
    owner = person_field(_("owner"), on_delete=models.SET_NULL, null=True, blank=True)
    format = models.CharField(_("format"), max_length=10)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    reading = models.JSONField(_("rows as read"))
    corrections = models.JSONField(
        _("corrections"),
        default=list,
        blank=True,
        help_text=_("Cells that were corrected in the preview and rows left out; the rows as read stay as they are."),
    )
    typed = models.JSONField(_("typed in the preview"), default=dict, blank=True)
    refused = models.BooleanField(_("has errors"), default=False)
    fingerprint = models.CharField(
        _("fingerprint"),
        max_length=64,
        help_text=_("Of the plan: it changes when the data it was compared with do."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREVIEWED)
    outcome = models.JSONField(_("outcome"), null=True, blank=True)

    class Meta(StoredPreview.Meta):
        verbose_name = _("imported list")
        verbose_name_plural = _("imported lists")

    def __str__(self):
        return f"{self.batch} · {self.file_name or self.format}"

    @classmethod
    def of_list(cls, batch, data, reading, file_name="", declared=None, **facts):
        """What is kept of the list `data`, bytes or text, read as `reading`; not saved."""
        facts |= {"format": reading.format, "encoding": reading.encoding}
        return cls.of_file(data, file_name, batch=batch, reading=stored(reading) | {"declared": declared}, **facts)

    @property
    def as_read(self):
        """The Reading that was stored, without any correction."""
        kept = self.reading.get("table")
        return Reading(
            self.format,
            self.encoding,
            [ListRow(*row) for row in self.reading["rows"]],
            [ListIssue.from_stored(error) for error in self.reading["errors"]],
            [ListIssue.from_stored(warning) for warning in self.reading["warnings"]],
            kept and KeptTable.from_stored(kept),
        )

    @property
    def as_corrected(self):
        """The list with its corrections: what is compared, previewed again, confirmed and given back."""
        return corrected(self.as_read, self.overlay, shape_of(self.batch.action))

    @property
    def overlay(self):
        """The corrections by place: {(row, column): text}; the column None leaves the row out."""
        return {(one["row"], one["column"]): one["value"] for one in self.corrections}

    def correct(self, changes, by):
        """Keep `changes`, {(row, column): text}, with who made them; None takes a correction back. Not saved."""
        table, kept = self.as_read.table, {(one["row"], one["column"]): one for one in self.corrections}
        for (row, column), value in changes.items():
            was = "" if column is None else table.cell(row, column)
            kept.pop((row, column), None)
            if value is not None and (column is None or value != was):
                facts = {"row": row, "column": column, "value": storable(value[:MAX_CELL]), "was": was}
                kept[row, column] = facts | {"by": by.pk, "at": timezone.now().isoformat(timespec="seconds")}
        self.corrections = [kept[place] for place in sorted(kept, key=lambda place: (place[0], place[1] or -1))]

    @property
    def outcome_text(self):
        """What confirming did, in one sentence; empty before."""
        return self.outcome and _("%(new)s new, %(updated)s changed, %(unchanged)s unchanged.") % self.outcome

    def lock(self):
        """Wait for whoever changes this batch or confirms this import, and read both anew."""
        self.batch.lock()
        locked = ListImport.objects.select_for_update()
        self.refresh_from_db(fields=["state", "outcome", "fingerprint", "corrections"], from_queryset=locked)

    def record(self, plan, reason, act=None):
        """Keep that `plan` was applied, when, why and as which act."""
        self.state, self.reason, self.applied_at = self.State.APPLIED, reason, timezone.now()
        self.outcome, self.act = plan.as_json() | {"notes": plan.notes}, act
        self.save(update_fields=["state", "reason", "applied_at", "outcome", "act"] if self.pk else None)


def stored(reading):
    """`reading` as JSON, without any personal data."""
    if private := [error.as_stored() for error in reading.errors if error.code == PERSONAL]:
        return {"rows": [], "errors": private, "warnings": []}
    return {
        "table": reading.table and KeptTable.of(reading.table).as_stored(),
        "rows": [[*vars(row).values()] for row in reading.rows],
        "errors": [error.as_stored() for error in reading.errors],
        "warnings": [warning.as_stored() for warning in reading.warnings],
    }
