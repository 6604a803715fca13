"""What shows that something was done: a file kept outside of the web root, or a link."""

import logging
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import acting_side
from activities.agreements.models import Agreement
from core import outages, uploads
from core.exceptions import Refused
from core.file_content import Upload
from core.histories import HistoricalRecords
from core.links import WebAddressField, public_link
from core.personal_data import REASON_LENGTH
from core.validators import only_printable
from pairs.models import Pair

from .activity import Activity
from .deleted_files import DeletedFile
from .quotas import KEEPERS, refuse_beyond_quota, refuse_more

logger = logging.getLogger(__name__)

FOLDER = "evidence"


def kept_at(evidence, filename):
    """A path that tells nothing and cannot be guessed."""
    return f"{FOLDER}/{timezone.localdate():%Y/%m}/{uuid4().hex}.{filename.rpartition('.')[2]}"


def keep_bytes(piece, upload):
    """Store the bytes of `upload`; ValidationError when the server has no room for them."""
    try:
        piece.file.save(upload.name, upload.content, save=False)
    except OSError as error:
        if not outages.is_full(error):
            raise
        logger.exception("No room for evidence")
        raise ValidationError(uploads.no_room(), "full") from error


def stored_names():
    """The names of all files that records have in the folder, and of deleted drafts that may come back."""
    keepers = [*KEEPERS, DeletedFile]
    return {name for keeper in keepers for name in keeper.objects.exclude(file="").values_list("file", flat=True)}


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Evidence of activities and agreements whose inner record `user` may read; never public."""
        activities = Activity.objects.open_to(user).order_by().values("pk")
        agreements = Agreement.objects.visible_to(user).order_by().values("pk")
        return self.filter(models.Q(activity__in=activities) | models.Q(agreement__in=agreements))

    def attach(self, by, record, file):
        """Keep a `file` as uploaded, or its Upload, with an open activity or agreement of one's own side.

        The same file again gives the one already there. ValidationError says what is wrong with the file.
        """
        upload = file if isinstance(file, Upload) else Upload(file)
        with transaction.atomic():
            self.refuse_closed(by, record)
            there = self.filter(**of(record), sha256=upload.sha256).first()
            if there:
                return there
            refuse_more(self.filter(**of(record)))
            refuse_beyond_quota(record.pair, acting_side(by, record.pair), upload.size)
            piece = self._made(by, record, name=upload.name, type=upload.type, size=upload.size, sha256=upload.sha256)
            keep_bytes(piece, upload)
            piece.save()
            return piece

    @transaction.atomic
    def attach_link(self, by, record, link):
        """Keep an address in place of a file; the same one again gives the one already there."""
        link = (link or "").strip()
        public_link(link)
        only_printable(link)
        self.refuse_closed(by, record)
        if there := self.filter(**of(record), link=link).first():
            return there
        refuse_more(self.filter(**of(record)))
        return self._saved(self._made(by, record, link=link))

    def refuse_closed(self, by, record):
        """Lock the pair; Refused unless `by` may change the files of this open record."""
        Pair.objects.lock(record.pair_id)
        if not type(record).objects.editable_by(by).filter(pk=record.pk).exists():
            raise Refused(_("Only the side that writes it can add files, while it is open."), "locked")

    def _made(self, by, record, **facts):
        piece = self.model(**of(record), pair=record.pair, side=acting_side(by, record.pair), uploaded_by=by, **facts)
        piece._history_user = by
        return piece

    @staticmethod
    def _saved(piece):
        piece.full_clean(exclude=["pair"])
        piece.save()
        return piece


def of(record):
    return {"activity": record} if isinstance(record, Activity) else {"agreement": record}


class Evidence(models.Model):
    """One file or link of an activity, or the document of an agreement."""

    activity = models.ForeignKey(
        Activity,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=gettext_lazy("activity"),
    )
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=gettext_lazy("agreement"),
    )
    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("pair"))
    file = models.FileField(gettext_lazy("file"), upload_to=kept_at, max_length=120, blank=True)
    name = models.CharField(gettext_lazy("original name"), max_length=120, blank=True)
    type = models.CharField(gettext_lazy("type"), max_length=100, blank=True)
    size = models.PositiveIntegerField(gettext_lazy("size in bytes"), default=0)
    sha256 = models.CharField(gettext_lazy("SHA-256"), max_length=64, blank=True)
    link = WebAddressField(gettext_lazy("link"), max_length=500, blank=True)
    side = models.CharField(gettext_lazy("added for"), max_length=10)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(gettext_lazy("added at"), auto_now_add=True)
    redacted_at = models.DateTimeField(gettext_lazy("erased at"), null=True, blank=True)
    redacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    redacted_reason = models.CharField(gettext_lazy("why it was erased"), max_length=REASON_LENGTH, blank=True)

    objects = EvidenceQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["file"])

    class Meta:
        verbose_name = gettext_lazy("evidence")
        verbose_name_plural = gettext_lazy("evidence")
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(activity=None, agreement__isnull=False)
                | models.Q(activity__isnull=False, agreement=None),
                name="evidence_of_one_record",
            ),
            models.CheckConstraint(
                condition=models.Q(sha256="") & ~models.Q(link="") | ~models.Q(sha256="") & models.Q(link=""),
                name="evidence_file_or_link",
                violation_error_message=gettext_lazy("Give either a file or a link."),
            ),
            models.UniqueConstraint(
                fields=["activity", "sha256"], condition=~models.Q(sha256=""), name="evidence_once_per_activity"
            ),
            models.UniqueConstraint(
                fields=["agreement", "sha256"], condition=~models.Q(sha256=""), name="evidence_once_per_agreement"
            ),
        ]

    def __str__(self):
        return self.name or self.link

    def kept_for(self, upload):
        """What to tell whoever brought this content: another name under which it is kept; empty for the same name."""
        if upload.name == self.name:
            return upload.told
        return _("“%(file)s” has the same content as “%(kept)s”, which is already there; one copy is kept.") % {
            "file": upload.name,
            "kept": self.name,
        }

    @property
    def is_redacted(self):
        return self.redacted_at is not None

    def erase_when_committed(self):
        """Delete the stored bytes once the change is certain."""
        if self.file:
            storage, name = self.file.storage, self.file.name
            transaction.on_commit(lambda: storage.delete(name))


KEEPERS.append(Evidence)
