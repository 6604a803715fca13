"""Corrections of published bulletins: dated notes, added and never changed."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.exceptions import Refused
from core.localized import Localized
from core.model_fields import person_field, token_field
from core.personal_data import FreeTexts
from core.validators import only_printable

LONGEST_NOTE = 1000


class BulletinNote(FreeTexts):
    """What was wrong in a published bulletin, or has to be known beside it."""

    free_texts = ("note", "note_en")

    bulletin = models.ForeignKey(
        "oversight.Bulletin", on_delete=models.CASCADE, related_name="notes", verbose_name=_("bulletin")
    )
    note = models.CharField(_("correction"), max_length=LONGEST_NOTE, validators=[only_printable])
    note_en = models.CharField(_("correction in English"), max_length=LONGEST_NOTE, validators=[only_printable])
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = person_field(_("added by"))
    token = token_field()

    history = HistoricalRecords(excluded_fields=["token"])

    class Meta:
        verbose_name = _("correction of a bulletin")
        verbose_name_plural = _("corrections of bulletins")
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.local_note

    def clean(self):
        missing = [name for name in ("note", "note_en") if not getattr(self, name).strip()]
        if missing:
            raise ValidationError(dict.fromkeys(missing, _("Write the correction in both languages.")))

    def save(self, **kwargs):
        if self.pk:
            raise Refused(_("A correction stays as it was written; add another one."), "locked")
        super().save(**kwargs)

    local_note = Localized("note")
