"""A list that was read, previewed and perhaps confirmed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.model_fields import person_field
from pairs.pairs.models.batch import Batch
from pairs.previews import StoredPreview
from pairs.reader import ListIssue, ListRow, Reading

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
        """The Reading that was stored."""
        return Reading(
            self.format,
            self.encoding,
            [ListRow(*row) for row in self.reading["rows"]],
            [ListIssue.from_stored(error) for error in self.reading["errors"]],
            [ListIssue.from_stored(warning) for warning in self.reading["warnings"]],
        )

    @property
    def outcome_text(self):
        """What confirming did, in one sentence; empty before."""
        return self.outcome and _("%(new)s new, %(updated)s changed, %(unchanged)s unchanged.") % self.outcome

    def lock(self):
        """Wait for whoever changes this batch or confirms this import, and read both anew."""
        self.batch.lock()
        locked = ListImport.objects.select_for_update()
        self.refresh_from_db(fields=["state", "outcome", "fingerprint"], from_queryset=locked)

    def record(self, plan, reason):
        """Keep that `plan` was applied, when and why."""
        self.state, self.reason, self.applied_at = self.State.APPLIED, reason, timezone.now()
        self.outcome = plan.as_json() | {"notes": plan.notes}
        self.save(update_fields=["state", "reason", "applied_at", "outcome"] if self.pk else None)


def stored(reading):
    """`reading` as JSON, without any personal data."""
    if private := [error.as_stored() for error in reading.errors if error.code == PERSONAL]:
        return {"rows": [], "errors": private, "warnings": []}
    return {
        "rows": [[*vars(row).values()] for row in reading.rows],
        "errors": [error.as_stored() for error in reading.errors],
        "warnings": [warning.as_stored() for warning in reading.warnings],
    }
