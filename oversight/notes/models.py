"""Guidance notes: what a province tells both sides of a pair."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import pairs_of, sides_of
from core.histories import HistoricalRecords
from core.model_fields import person_field, token_field
from core.personal_data import REASON_LENGTH, FreeTexts
from core.validators import only_printable
from core.workflow import WorkflowModel
from oversight.querysets import PairRecordQuerySet
from pairs.directory.provinces import Province
from pairs.models import Pair, Side


class GuidanceNoteQuerySet(PairRecordQuerySet):
    def for_rows(self):
        """Fetch what a row of a list shows, and who has read each note, in a constant number of queries."""
        readings = models.Prefetch("readings", NoteReading.objects.select_related("reader"))
        return self.select_related("written_by", "withdrawn_by").prefetch_related(readings)

    def standing(self):
        """Those that have not been withdrawn."""
        return self.filter(withdrawn_at=None)

    def unread_by(self, user):
        """Notes to a side for which `user` speaks, as they stand now, that `user` has not opened; ended or not."""
        seen = NoteReading.objects.filter(
            note=models.OuterRef("pk"), version=models.OuterRef("version"), reader=user.pk
        )
        to_user = self.standing().filter(pair__in=pairs_of(user).order_by().values("pk"))
        return to_user.filter(~models.Exists(seen))

    def mark_read(self, user):
        """Keep that `user` has read these as they stand now, for each side for which `user` speaks, once."""
        readings = [
            NoteReading(note=note, reader=user, side=side, version=note.version)
            for note in self.unread_by(user).select_related("pair__batch")
            for side in sides_of(user, note.pair)
        ]
        NoteReading.objects.bulk_create(readings, ignore_conflicts=True)


class GuidanceNote(WorkflowModel, FreeTexts):
    """A note of one province on one pair, read by both sides."""

    free_texts = edited_fields = ("text",)
    overtaken = _("Someone else saved this note while you were editing. Both texts are shown; nothing is lost.")

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="guidance_notes", verbose_name=_("pair"))
    province = models.CharField(_("province"), max_length=2, choices=Province)
    text = models.TextField(_("what the note says"), validators=[MaxLengthValidator(2000), only_printable])
    written_by = person_field(_("written by"))
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = person_field(_("withdrawn by"), null=True, blank=True)
    withdrawn_reason = models.CharField(
        _("why it was withdrawn"), max_length=REASON_LENGTH, blank=True, validators=[only_printable]
    )
    token = token_field()

    objects = GuidanceNoteQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["token"])

    class Meta:
        verbose_name = _("guidance note")
        verbose_name_plural = _("guidance notes")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_reason="")
                | models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason=""),
                name="guidance_note_withdrawn_with_reason",
                violation_error_message=_("Give the reason; it is kept and shown."),
            )
        ]

    def __str__(self):
        return f"{self.get_province_display()} · {self.pair}"

    @property
    def is_withdrawn(self):
        return self.withdrawn_at is not None

    def is_of(self, user):
        """Whether `user` works for the province that wrote it."""
        return self.province in user.provinces

    @property
    def reads(self):
        """For each side, as (Side, the readings of the note as it stands now, the first one first)."""
        now = [reading for reading in self.readings.all() if reading.version == self.version]
        return [(side, [reading for reading in now if reading.side == side]) for side in Side]


class NoteReading(models.Model):
    """That a coordinator has read a note, in the version that stood then. A changed note is unread again."""

    note = models.ForeignKey(
        GuidanceNote, on_delete=models.CASCADE, related_name="readings", verbose_name=_("guidance note")
    )
    reader = person_field(_("read by"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    version = models.PositiveIntegerField(_("version"))
    read_at = models.DateTimeField(_("read at"), default=timezone.now)

    class Meta:
        verbose_name = _("reading of a guidance note")
        verbose_name_plural = _("readings of guidance notes")
        ordering = ["read_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["note", "reader", "side", "version"], name="note_reading_once")]

    def __str__(self):
        return f"{self.reader} · {self.read_at:%Y-%m-%d}"
