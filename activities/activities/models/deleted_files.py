"""Files of drafts that were deleted: kept as long as the deletion can be taken back, and erased then."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.models import Act


class DeletedFileQuerySet(models.QuerySet):
    def erase(self):
        """Delete these with their bytes, once the change is certain."""
        for piece in self:
            transaction.on_commit(lambda file=piece.file: file.storage.delete(file.name))
        self.delete()


class DeletedFile(models.Model):
    """One file of a draft that was deleted by an act; its bytes stay where the evidence had them."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="+", verbose_name=_("operation"))
    file = models.FileField(_("file"), max_length=120)
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    objects = DeletedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a deleted draft")
        verbose_name_plural = _("files of deleted drafts")
        ordering = ["pk"]
        default_permissions = []

    def __str__(self):
        return self.file.name
