"""A national register that was read, previewed and perhaps taken over."""

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs import registers

from .list_import import KEPT, tidy


class RegisterImportQuerySet(models.QuerySet):
    def of(self, user):
        """The registers that `user` previewed; nobody else may open or confirm them."""
        return self.filter(owner=user)

    def preview(self, data, file_name, owner, as_of=None):
        """Keep the bytes of a register with the fingerprint of what it would change, for its owner to confirm; once."""
        self.filter(applied_at=None, created_at__lt=timezone.now() - KEPT).delete()
        kept = self.model(owner=owner, file_name=tidy(file_name), data=data, as_of=as_of)
        kept.file_hash = hashlib.sha256(data).hexdigest()
        kept.fingerprint = kept.plan().fingerprint
        with transaction.atomic():
            owner._meta.model._base_manager.select_for_update().get(
                pk=owner.pk
            )  # the second half of a double tap waits
            facts = {name: getattr(kept, name) for name in ("file_hash", "file_name", "as_of", "fingerprint")}
            return self.of(owner).filter(applied_at=None, **facts).first() or kept.save(force_insert=True) or kept


class RegisterImport(models.Model):
    """The stored preview of one register: confirming applies exactly this, once, or refuses."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("owner")
    )
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    file_hash = models.CharField(_("file's SHA-256"), max_length=64)
    data = models.BinaryField(_("the file"), blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported register")
        verbose_name_plural = _("imported registers")
        ordering = ["-created_at"]

    def __str__(self):
        return self.file_name

    def reading(self):
        return registers.read(bytes(self.data), self.file_name, self.as_of)

    def plan(self):
        """What the register would change now."""
        return registers.plan(self.reading())

    def preview_again(self):
        """Compare the register with the universities as they are now; this plan is what may be confirmed."""
        plan = self.plan()
        self.fingerprint = plan.fingerprint
        self.save(update_fields=["fingerprint"])
        return plan

    @transaction.atomic
    def confirm(self, by, reason):
        """Take the register over once and forget its bytes; ValidationError when the data changed since the preview."""
        locked = RegisterImport.objects.select_for_update().get(pk=self.pk)
        if locked.applied_at:
            return
        try:
            registers.apply(locked.reading(), by, reason, expecting=locked.fingerprint)
        except ValueError as refusal:
            raise self.stale() from refusal
        self.reason, self.applied_at, self.data = reason, timezone.now(), b""
        self.save(update_fields=["reason", "applied_at", "data"])

    def stale(self):
        return ValidationError(
            _("The data changed after the preview; nothing was applied. Preview the register again.")
        )
