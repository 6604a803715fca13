"""A national register that was read, previewed and perhaps taken over."""

import hashlib

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs.directory import registers
from pairs.lists.models import KEPT, tidy

from .university import University


class RegisterImportQuerySet(models.QuerySet):
    def of(self, user):
        """The registers that `user` previewed; nobody else may open or confirm them."""
        return self.filter(owner=user)

    def preview(self, data, file_name, owner, as_of=None):
        """Read a register and keep what was read, with the fingerprint of what it would change, for its owner; once."""
        self.filter(applied_at=None, created_at__lt=timezone.now() - KEPT).delete()
        read = registers.as_stored(registers.read(data, as_of))
        kept = self.model(owner=owner, file_name=tidy(file_name), reading=read, as_of=as_of)
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
    reading = models.JSONField(_("register as read"), default=dict, blank=True)
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

    def plan(self):
        """What the register as it was read would change now."""
        return registers.plan(registers.from_stored(self.reading))

    def preview_again(self):
        """Compare the register with the universities as they are now; this plan is what may be confirmed."""
        plan = self.plan()
        self.fingerprint = plan.fingerprint
        self.save(update_fields=["fingerprint"])
        return plan

    def confirm(self, by, reason):
        """Take the register over once and forget its rows; later calls do nothing.

        Raises ValidationError when the data changed since the preview, PermissionDenied for others than its owner.
        """
        if self.owner_id is None or self.owner_id != getattr(by, "pk", None):
            raise PermissionDenied(_("Only the person who previewed a register may confirm it."))
        try:
            with transaction.atomic():
                locked = self.lock()
                if not locked.applied_at:
                    self.apply_once(locked, by, reason)
        except IntegrityError as error:  # a university that somebody added at the same moment
            raise self.stale() from error

    def lock(self):
        """Wait for whoever takes a register over or changes a university; this import as it is then."""
        locked = RegisterImport.objects.select_for_update().get(pk=self.pk)
        list(University.objects.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        return locked

    def apply_once(self, locked, by, reason):
        """The body of `confirm`, inside its transaction."""
        try:
            registers.apply(registers.from_stored(locked.reading), by, reason, expecting=locked.fingerprint)
        except ValueError as refusal:
            raise self.stale() from refusal
        self.reason, self.applied_at, self.reading = reason, timezone.now(), {}
        self.save(update_fields=["reason", "applied_at", "reading"])

    def stale(self):
        return ValidationError(
            _("The data changed after the preview; nothing was applied. Preview the register again.")
        )
