"""A national register that was read, previewed and perhaps taken over."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.model_fields import BoundedDateField, person_field
from pairs.directory import registers
from pairs.previews import PreviewQuerySet, StoredPreview
from pairs.reader import ListIssue

from .register_change import RegisterChange

SLOW_TO_APPLY = 500  # schools; taking over more of them is a job


class RegisterImportQuerySet(PreviewQuerySet):
    def preview(self, data, file_name, owner, as_of=None):
        """Read a register and keep what was read, with the fingerprint of what it would change, for its owner; once."""
        taken = self.read(data, file_name, owner, as_of)
        return self.store(taken, taken.compare())

    def read(self, data, file_name, owner, as_of=None):
        """What is to be stored of a register, not yet compared with anything. Writes nothing."""
        read = registers.read(data, as_of).as_stored()
        return self.model.of_file(data, file_name, owner=owner, reading=read, as_of=as_of)

    def store(self, taken, plan):
        """Keep what was read; sent twice by its owner, once."""
        with transaction.atomic():
            people = taken.owner._meta.model._base_manager
            people.select_for_update().get(pk=taken.owner_id)  # the second half of a double tap waits
            kept = self.keep(taken)
            if kept is taken:
                RegisterChange.objects.store(taken, plan)
        return kept


def figures(plan):
    """What a plan comes to, in numbers, and what was odd."""
    told = plan.as_json()
    numbers = {name: told[name] for name in ("as_of", "rows", "new", "updated", "unchanged")}
    numbers["warnings"] = [warning.as_stored() for warning in plan.warnings if warning.code != "missing"]
    return numbers | {"missing": len(plan.missing), "gone": len(plan.gone), "errors": len(plan.errors)}


class RegisterImport(StoredPreview):
    """The stored preview of one register."""

    SAME = (*StoredPreview.SAME, "as_of")

    owner = person_field(_("owner"), on_delete=models.SET_NULL, null=True)
    reading = models.JSONField(_("register as read"), default=dict, blank=True)
    as_of = BoundedDateField(_("as of"), null=True, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    figures = models.JSONField(_("figures"), default=dict, blank=True)

    objects = RegisterImportQuerySet.as_manager()

    class Meta(StoredPreview.Meta):
        verbose_name = _("imported register")
        verbose_name_plural = _("imported registers")

    def __str__(self):
        return self.file_name

    def plan(self):
        """What the register as it was read would change now."""
        return registers.plan(registers.RegisterReading.from_stored(self.reading))

    def compare(self):
        """The plan of what it would change now, which the preview is to show; not saved."""
        plan = self.plan()
        self.fingerprint, self.figures = plan.fingerprint, figures(plan)
        return plan

    def preview_again(self):
        """Compare the register with the universities as they are now; this plan is what may be confirmed."""
        plan = self.compare()
        with transaction.atomic():
            self.save(update_fields=["fingerprint", "figures"])
            RegisterChange.objects.store(self, plan)
        return plan

    def may_keep_file(self):
        return not self.errors

    @property
    def errors(self):
        """What was wrong with the register when it was read."""
        return [ListIssue.from_stored(error) for error in self.reading.get("errors", [])]

    @property
    def warnings(self):
        """What was odd when it was compared; those missing stand among the changes."""
        return [ListIssue.from_stored(warning) for warning in self.figures.get("warnings", [])]

    def get_absolute_url(self):
        return reverse("admin:pairs_university_register_preview", args=[self.pk])

    @property
    def changes_anything(self):
        """Whether there is anything to take over: new or changed schools, or such as are noted as gone."""
        return any(self.figures.get(name) for name in ("new", "updated", "gone"))

    @property
    def can_be_applied(self):
        return self.is_waiting and not self.errors and self.changes_anything

    @property
    def takes_long_to_apply(self):
        return self.figures["new"] + self.figures["updated"] + self.figures["gone"] > SLOW_TO_APPLY

    @property
    def register_source(self):
        return registers.register_source(self.stated_day) if self.stated_day else ""

    @property
    def stated_day(self):
        """The day of the register, as read or as given."""
        day = self.figures.get("as_of")
        return datetime.date.fromisoformat(day) if day else self.as_of

    @property
    def outcome_text(self):
        """What it comes to, in one sentence."""
        return self.figures and _("Schools: %(new)s new, %(updated)s changed, %(unchanged)s unchanged.") % self.figures

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
