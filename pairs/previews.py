"""What is read, previewed by its owner, and confirmed once or thrown away: a published list, a national register."""

import datetime
import hashlib
from pathlib import PurePath

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
        return there or preview.save(force_insert=True) or preview


class StoredPreview(models.Model):
    """What was read of a file, with a `fingerprint` of what it would change: confirming applies exactly this, once."""

    SAME = ("file_hash", "file_name", "fingerprint")  # what two previews of the same share

    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    file_hash = models.CharField(_("file's SHA-256"), max_length=64)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    discarded_at = models.DateTimeField(_("discarded at"), null=True, blank=True)

    act = models.ForeignKey(
        "core.Act", on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("operation")
    )

    objects = PreviewQuerySet.as_manager()

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
        return cls(file_name=name, file_hash=hashlib.sha256(content).hexdigest(), **facts)

    def discard(self, back=False):
        """Put the preview aside: it no longer waits for anybody. With `back` it waits again."""
        self.discarded_at = None if back else timezone.now()
        self.save(update_fields=["discarded_at"])
