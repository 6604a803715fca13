"""What is read, previewed by its owner, and confirmed once or thrown away: a published list, a national register."""

import datetime
import hashlib
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import kept_files

KEPT = datetime.timedelta(days=30)  # a preview that nobody confirmed for so long is thrown away


class PreviewQuerySet(models.QuerySet):
    def of(self, user):
        """The previews of `user`; nobody else may open or confirm them."""
        return self.filter(owner=user)

    def waiting(self):
        """Previews that are neither confirmed nor discarded."""
        return self.filter(applied_at=None, discarded_at=None)

    def keep(self, preview):
        """Store `preview`, or answer what its owner has just stored of the same: the first half of a double tap.

        The caller holds the lock for which the second half waits.
        """
        self.filter(applied_at=None, created_at__lt=timezone.now() - KEPT).delete()
        same = {name: getattr(preview, name) for name in self.model.SAME}
        there = self.waiting().of(preview.owner).filter(**same).first() if preview.owner else None
        if there:
            return there
        preview.keep_file()
        preview.save(force_insert=True)
        return preview


class StoredPreview(models.Model):
    """What was read of a file, with a `fingerprint` of what it would change: confirming applies exactly this, once."""

    SAME = ("file_hash", "file_name", "fingerprint")  # what two previews of the same share

    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    file = models.FileField(
        _("file as uploaded"), upload_to=kept_files.kept_at, blank=True, editable=False, help_text=_("Kept in storage.")
    )
    file_hash = models.CharField(_("file's SHA-256"), max_length=64)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    discarded_at = models.DateTimeField(_("discarded at"), null=True, blank=True)

    act = models.ForeignKey(
        "core.Act", on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("operation")
    )

    objects = PreviewQuerySet.as_manager()

    class Standing(models.TextChoices):
        WAITING = "waiting", _("Waits to be confirmed")
        APPLIED = "applied", _("Imported")
        UNDONE = "undone", _("Imported and undone")
        DISCARDED = "discarded", _("Discarded")

    SLOW_TO_READ = 256 * 1024  # bytes, unpacked: some 2,000 rows; reading them is a job
    content = None  # what was uploaded, until it is stored

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    @classmethod
    def of_file(cls, data, file_name, **facts):
        """The preview of the file `data`, bytes or pasted text; not saved.

        Kept is the last part of the name a browser gave, without characters that cannot be shown.
        """
        content = data.encode(errors="replace") if isinstance(data, str) else data
        name = "".join(filter(str.isprintable, PurePath(file_name.replace("\\", "/")).name))[:200]
        preview = cls(file_name=name, file_hash=hashlib.sha256(content).hexdigest(), **facts)
        preview.content = content
        return preview

    def keep_file(self):
        """Store what was uploaded, unless it is known to hold personal data or may do so."""
        if self.content and self.may_keep_file():
            kept_files.keep(self, self.content)

    def may_keep_file(self):
        """Whether the file was read as what it should be; other files are not kept."""
        return True

    @classmethod
    def takes_long_to_read(cls, data):
        """Whether a file (bytes, or pasted text) is so large that a job had better read it."""
        return kept_files.unpacked_size(data) > cls.SLOW_TO_READ

    @property
    def is_waiting(self):
        """Neither confirmed nor discarded."""
        return not self.applied_at and not self.discarded_at

    @property
    def standing(self):
        """What became of it, as a label."""
        if self.applied_at:
            return (self.Standing.UNDONE if self.act and self.act.undone_at else self.Standing.APPLIED).label
        return (self.Standing.DISCARDED if self.discarded_at else self.Standing.WAITING).label

    @property
    def file_url(self):
        """Where editors download what was uploaded."""
        return reverse(f"admin:pairs_{self._meta.model_name}_file", args=[self.pk])

    def pass_to(self, by):
        """Make a waiting preview that of `by`, an editor who goes on with it; ValidationError when it waits no more."""
        waiting = type(self)._default_manager.waiting().filter(pk=self.pk)
        if not waiting.update(owner=by):
            raise ValidationError(_("This preview is no longer waiting; it was confirmed or discarded."))
        self.owner = by

    def discard(self, back=False):
        """Put the preview aside: it no longer waits for anybody. With `back` it waits again."""
        self.discarded_at = None if back else timezone.now()
        self.save(update_fields=["discarded_at"])
