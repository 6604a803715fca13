"""Files that came with a form in which something else was wrong: kept for its writer until it is sent again."""

import contextlib
import datetime
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.file_content import MAX_FILES, Upload
from core.left_files import remove_left_files
from core.model_fields import person_field
from core.worker import chore

from .evidence import keep_bytes

KEPT_FOR = datetime.timedelta(days=1)
MOST = 3 * MAX_FILES  # of one person
FOLDER = "unsent"


def kept_at(_upload, filename):
    """A path that tells nothing and cannot be guessed."""
    return f"{FOLDER}/{uuid4().hex}.{filename.rpartition('.')[2]}"


class KeptUploadQuerySet(models.QuerySet):
    def of_form(self, owner, token):
        """Those that came with this form of this person."""
        return self.filter(owner=owner, token=token) if token else self.none()

    def keep(self, owner, token, uploads):
        """Keep those of `uploads` that are not there yet, as far as there is room."""
        there = set(self.of_form(owner, token).values_list("sha256", flat=True))
        for upload in uploads:
            if not token or upload.sha256 in there or self.filter(owner=owner).count() >= MOST:
                continue
            facts = {"name": upload.name, "type": upload.type, "size": upload.size, "sha256": upload.sha256}
            piece = self.model(owner=owner, token=token, **facts)
            with contextlib.suppress(ValidationError):  # no room: it has to be chosen again
                keep_bytes(piece, upload)
                piece.save()
                there.add(upload.sha256)

    def forget(self):
        """Delete these with their bytes, once the change is certain."""
        for piece in self:
            transaction.on_commit(lambda file=piece.file: file.storage.delete(file.name))
        self.delete()


class KeptUpload(models.Model):
    """One file, looked at already, private to whoever sent it."""

    owner = person_field(_("owner"), on_delete=models.CASCADE)
    token = models.CharField(_("form token"), max_length=64, db_index=True, editable=False)
    file = models.FileField(_("file"), upload_to=kept_at, max_length=120)
    name = models.CharField(_("original name"), max_length=120)
    type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    kept_at = models.DateTimeField(_("kept since"), auto_now_add=True)

    objects = KeptUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an unsent form")
        verbose_name_plural = _("files of unsent forms")
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def as_upload(self):
        """The file as when it was sent."""
        return Upload.again(self.file.open("rb"), name=self.name, type=self.type, size=self.size, sha256=self.sha256)


@chore
def forget_old_uploads(now=None):
    """Delete what nobody has sent again within a day, and what a process that was killed left of it."""
    with transaction.atomic():
        KeptUpload.objects.filter(kept_at__lt=(now or timezone.now()) - KEPT_FOR).forget()
    remove_left_files(FOLDER, KeptUpload.objects.values_list("file", flat=True))
