"""A list that was read, previewed and perhaps confirmed."""

import datetime
import hashlib
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs.pairs.models.batch import Batch
from pairs.reader import ListIssue, ListRow, Reading

PERSONAL = "personal_data"  # the reader's code for a column about persons: nothing of such a list is kept
KEPT = datetime.timedelta(days=30)  # a preview that nobody confirmed for so long is thrown away


class ListImportQuerySet(models.QuerySet):
    def of(self, user):
        """The imports that `user` previewed; nobody else may open or confirm them."""
        return self.filter(owner=user)

    def waiting(self):
        """Previews that are not confirmed yet."""
        return self.filter(state=ListImport.State.PREVIEWED)

    def abandoned(self):
        """Previews that nobody confirmed in thirty days."""
        return self.waiting().filter(created_at__lt=timezone.now() - KEPT)

    def same(self, listed):
        """What the owner has just stored of the same list: the first half of a double tap; None for nobody's list."""
        facts = ("batch", "file_hash", "file_name", "fingerprint")
        there = self.of(listed.owner).waiting() if listed.owner else self.none()
        return there.filter(**{name: getattr(listed, name) for name in facts}).first()


class ListImport(models.Model):
    """The stored preview of one list: confirming applies exactly this, once, or refuses."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("Previewed")
        APPLIED = "applied", _("Applied")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="imports", verbose_name=_("batch"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    file_hash = models.CharField(_("file's SHA-256"), max_length=64)
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
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)

    objects = ListImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported list")
        verbose_name_plural = _("imported lists")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.batch} · {self.file_name or self.format}"

    @classmethod
    def of_list(cls, batch, data, reading, file_name="", declared=None, **facts):
        """What is kept of the list `data`, bytes or text, read as `reading`; not saved."""
        content = data.encode(errors="replace") if isinstance(data, str) else data
        facts |= {"format": reading.format, "encoding": reading.encoding}
        facts |= {"file_name": tidy(file_name), "file_hash": hashlib.sha256(content).hexdigest()}
        return cls(batch=batch, reading=stored(reading) | {"declared": declared}, **facts)

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


def tidy(file_name):
    """The last part of the name a browser gave, without characters that cannot be shown."""
    name = PurePath(file_name.replace("\\", "/")).name
    return "".join(sign for sign in name if sign.isprintable())[:200]
