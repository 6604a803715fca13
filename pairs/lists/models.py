"""A list that was read, previewed and perhaps confirmed."""

import datetime
import hashlib
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs import reader
from pairs.pairs.models.batch import Batch

from . import importing, serializers

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
        return self.filter(state=ListImport.State.PREVIEWED, created_at__lt=timezone.now() - KEPT)

    def preview(self, batch, data, file_name="", owner=None, declared=None):
        """Read `data` (a file's bytes, or pasted text), compare it with `batch`, and store both for confirming.

        `declared` is the number of pairs in the notice where the batch does not say it.
        """
        if isinstance(data, str):
            read, content = reader.read_text(data), data.encode(errors="replace")
        else:
            read, content = reader.read(data, file_name), data
        return self.store(batch, read, content, file_name, owner, declared)

    def store(self, batch, read, content, file_name="", owner=None, declared=None):
        """Store the Reading `read` of the bytes `content` with the fingerprint of its plan; sent twice, once."""
        self.abandoned().delete()
        listed = self.model(
            batch=batch,
            owner=owner,
            file_name=tidy(file_name),
            file_hash=hashlib.sha256(content).hexdigest(),
            format=read.format,
            encoding=read.encoding,
            reading=serializers.as_stored(read, declared),
        )
        listed.fingerprint = listed.plan().fingerprint
        with transaction.atomic():
            Batch.objects.select_for_update(of=["self"]).get(pk=batch.pk)
            return self._same(listed) or listed.save(force_insert=True) or listed

    def _same(self, listed):
        """What the owner has just stored of the same list: the first half of a double tap; None for nobody's list."""
        facts = ("batch", "file_hash", "file_name", "fingerprint")
        there = self.of(listed.owner).waiting() if listed.owner else self.none()
        return there.filter(**{name: getattr(listed, name) for name in facts}).first()


class ListImport(models.Model):
    """The stored preview of one list: confirming applies exactly this, once, or refuses."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("Previewed")
        APPLIED = "applied", _("Applied")

    class Refused(ValidationError):  # noqa: N818 (read as ListImport.Refused)
        """The list is not applied, for the reasons given."""

    class Stale(Refused):
        """The list is not applied: the data are no longer those that the preview showed."""

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

    @property
    def rows(self):
        """The rows as they were read."""
        return serializers.from_stored(self.reading).rows

    @property
    def outcome_text(self):
        """What confirming did, in one sentence; empty before."""
        return self.outcome and _("%(new)s new, %(updated)s changed, %(unchanged)s unchanged.") % self.outcome

    def plan(self):
        """What the stored list would do to the batch as it is now."""
        read = serializers.from_stored(self.reading, self.format, self.encoding)
        return importing.make_plan(self.batch, read, self.reading["declared"])

    def preview_again(self):
        """Compare the stored list with the batch as it is now; what this plan shows is what may be confirmed."""
        plan = self.plan()
        ListImport.objects.filter(pk=self.pk, state=self.State.PREVIEWED).update(fingerprint=plan.fingerprint)
        self.fingerprint = plan.fingerprint
        return plan

    def confirm(self, by, reason, accept_warnings=False):
        """Apply exactly what was previewed and return the outcome; done once, later calls return the same outcome.

        Raises Refused (errors, warnings not accepted, no reason), Stale (preview it again), or PermissionDenied.
        """
        if self.owner_id != getattr(by, "pk", None):
            raise PermissionDenied(_("Only the person who previewed a list may confirm it."))
        try:
            with transaction.atomic():
                self.lock()
                if self.state != self.State.APPLIED:
                    self.apply_once(by, reason.strip(), accept_warnings)
        except IntegrityError as error:
            raise self.stale() from error
        return self.outcome

    def lock(self):
        """Wait for whoever changes this batch, its pairs or this import, and read it anew."""
        self.batch = Batch.objects.select_for_update(of=["self"]).select_related("action").get(pk=self.batch_id)
        list(self.batch.pairs.order_by("pk").select_for_update().values_list("pk"))
        locked = ListImport.objects.select_for_update().get(pk=self.pk)
        self.state, self.outcome, self.fingerprint = locked.state, locked.outcome, locked.fingerprint

    def apply_once(self, by, reason, accept_warnings):
        """The body of `confirm`, inside its transaction."""
        plan = self.plan()
        if plan.fingerprint != self.fingerprint:
            raise self.stale()
        self.refuse(plan, reason, accept_warnings)
        plan.apply(by, reason)
        self.state, self.reason, self.applied_at = self.State.APPLIED, reason, timezone.now()
        self.outcome = plan.as_json() | {"notes": plan.notes}
        self.save(update_fields=["state", "reason", "applied_at", "outcome"])

    def refuse(self, plan, reason, accept_warnings):
        """Raise Refused with everything that stands in the way of applying `plan`."""
        faults = []
        if plan.refused:
            faults.append(_("The list has errors; correct it and preview it again."))
        if plan.needs_acceptance and not accept_warnings:
            faults.append(_("Read the warnings and accept them, or correct the list."))
        if not reason:
            faults.append(_("Give the reason for this import; it is kept in the history."))
        elif len(reason) > self._meta.get_field("reason").max_length:
            faults.append(_("Shorten the reason to 500 characters."))
        if faults:
            raise self.Refused(faults)

    def stale(self):
        return self.Stale(_("The data changed after the preview; nothing was applied. Preview the list again."))


def tidy(file_name):
    """The last part of the name a browser gave, without characters that cannot be shown."""
    name = PurePath(file_name.replace("\\", "/")).name
    return "".join(sign for sign in name if sign.isprintable())[:200]
