"""Files with which a side answers a finding: private like evidence, and counted with it for the quota of the pair."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.permissions import acting_side
from activities.activities.models.evidence import keep_bytes, kept_at
from activities.activities.models.quotas import KEEPERS, refuse_beyond_quota, refuse_more
from core.histories import HistoricalRecords
from core.model_fields import person_field
from core.personal_data import REASON_LENGTH
from pairs.models import Pair

from .finding import Finding


class FindingFileQuerySet(models.QuerySet):
    def open_to(self, user):
        """The files of the findings that `user` may read."""
        return self.filter(finding__in=Finding.objects.open_to(user).order_by().values("pk"))

    @transaction.atomic
    def attach(self, by, finding, upload):
        """Keep an Upload with a finding; the same file again gives the one already there."""
        if there := self.filter(finding=finding, sha256=upload.sha256).first():
            return there
        refuse_more(self.filter(finding=finding))
        Pair.objects.lock(finding.pair.pk)
        side = acting_side(by, finding.pair)
        refuse_beyond_quota(finding.pair, side, upload.size)
        facts = {name: getattr(upload, name) for name in ("name", "type", "size", "sha256")}
        piece = self.model(finding=finding, pair=finding.pair, side=side, uploaded_by=by, **facts)
        piece._history_user = by
        keep_bytes(piece, upload)
        piece.save()
        return piece


class FindingFile(models.Model):
    """One file of the answer to a finding; erased for good with a reason, of which hash and name stay."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="files", verbose_name=_("finding"))
    pair = models.ForeignKey("pairs.Pair", on_delete=models.PROTECT, related_name="+", verbose_name=_("pair"))
    file = models.FileField(_("file"), upload_to=kept_at, max_length=120, blank=True)
    name = models.CharField(_("original name"), max_length=120)
    type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    side = models.CharField(_("added for"), max_length=10)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("added at"), auto_now_add=True)
    redacted_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    redacted_by = person_field(_("erased by"), null=True, blank=True)
    redacted_reason = models.CharField(_("why it was erased"), max_length=REASON_LENGTH, blank=True)

    objects = FindingFileQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["file"])

    class Meta:
        verbose_name = _("file of a finding")
        verbose_name_plural = _("files of findings")
        ordering = ["uploaded_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["finding", "sha256"], name="finding_file_once")]

    def __str__(self):
        return self.name

    @property
    def is_redacted(self):
        return self.redacted_at is not None

    def clean(self):
        if self.pair_id != self.finding.pair.pk:
            raise ValidationError(_("A file belongs to the pair of its finding."))

    def erase_when_committed(self):
        """Delete the stored bytes once the change is certain."""
        storage, name = self.file.storage, self.file.name
        transaction.on_commit(lambda: storage.delete(name))


KEEPERS.append(FindingFile)
