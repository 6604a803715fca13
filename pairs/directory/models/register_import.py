"""A national register that was read, previewed and perhaps taken over."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.model_fields import person_field
from pairs.directory import registers
from pairs.previews import PreviewQuerySet, StoredPreview


class RegisterImportQuerySet(PreviewQuerySet):
    def preview(self, data, file_name, owner, as_of=None):
        """Read a register and keep what was read, with the fingerprint of what it would change, for its owner; once."""
        read = registers.read(data, as_of).as_stored()
        taken = self.model.of_file(data, file_name, owner=owner, reading=read, as_of=as_of)
        taken.fingerprint = taken.plan().fingerprint
        with transaction.atomic():
            people = owner._meta.model._base_manager
            people.select_for_update().get(pk=owner.pk)  # the second half of a double tap waits
            return self.keep(taken)


class RegisterImport(StoredPreview):
    """The stored preview of one register."""

    SAME = (*StoredPreview.SAME, "as_of")

    owner = person_field(_("owner"), on_delete=models.SET_NULL, null=True)
    reading = models.JSONField(_("register as read"), default=dict, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)

    objects = RegisterImportQuerySet.as_manager()

    class Meta(StoredPreview.Meta):
        verbose_name = _("imported register")
        verbose_name_plural = _("imported registers")

    def __str__(self):
        return self.file_name

    def plan(self):
        """What the register as it was read would change now."""
        return registers.plan(registers.RegisterReading.from_stored(self.reading))

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
                locked = RegisterImport.objects.select_for_update().get(pk=self.pk)
                if not locked.applied_at:
                    self.apply(locked, by, reason)
        except (IntegrityError, registers.StaleRegisterError) as error:
            raise self.stale() from error

    def apply(self, locked, by, reason):
        """The body of `confirm`: take the register over, keep when and why."""
        reading = registers.RegisterReading.from_stored(locked.reading)
        plan = registers.apply(reading, by, reason, expecting=locked.fingerprint)
        self.reason, self.applied_at, self.reading = reason, timezone.now(), {}
        self.act = plan.act
        self.save(update_fields=["reason", "applied_at", "reading", "act"])

    def stale(self):
        return ValidationError(
            _("The data changed after the preview; nothing was applied. Preview the register again.")
        )
