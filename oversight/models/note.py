"""Guidance notes: what a province tells both sides of a pair."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from accounts.scope import pairs_open_to
from activities.refusals import Conflict, Refused, step
from activities.texts import REASON_LENGTH, given_reason, only_printable
from core.personal_data import FreeTexts
from pairs.models import Pair, Side
from pairs.places import Province

NOT_GUIDING = gettext_lazy("Guidance notes are written by the officers of a province with a side in this pair.")


def province_of(user, pair):
    """The province for which `user` guides `pair`, that of the recipient first; "" when there is none."""
    provinces = [getattr(pair, f"{side}_province") for side in Side.values] if pair.batch.published_at else []
    return next((province for province in provinces if province in user.provinces), "")


class GuidanceNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Notes on the pairs whose inner life `user` may read."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pair__in=pairs_open_to(user).order_by().values("pk"))

    def of_pair(self, pair):
        return self.filter(pair=pair)

    def standing(self):
        """Those that have not been withdrawn."""
        return self.filter(withdrawn_at=None)

    def with_people(self):
        """Fetch what a row of a list shows, in a constant number of queries."""
        return self.select_related("written_by", "withdrawn_by")

    def write(self, by, pair, text, token=None):
        """Write a note for the province of `by`; the form sent again gives the note it made. Refused to others."""
        province = province_of(by, pair)
        if not province:
            raise Refused(NOT_GUIDING, "not_yours")
        there = self.filter(token=token, written_by=by) if token else self.none()
        if made := there.first():
            return made
        try:
            with transaction.atomic():
                return self.model(pair=pair, province=province, written_by=by, token=token)._keep(by, text)
        except IntegrityError:  # sent twice at once: the other one was quicker
            return there.get()


class GuidanceNote(FreeTexts):
    """A note of one province on one pair, read by both sides."""

    free_texts = ("text",)

    pair = models.ForeignKey(
        Pair, on_delete=models.PROTECT, related_name="guidance_notes", verbose_name=gettext_lazy("pair")
    )
    province = models.CharField(gettext_lazy("province"), max_length=2, choices=Province)
    text = models.TextField(gettext_lazy("what the note says"), validators=[MaxLengthValidator(2000), only_printable])
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("written by")
    )
    written_at = models.DateTimeField(gettext_lazy("written at"), auto_now_add=True)
    changed_at = models.DateTimeField(gettext_lazy("changed at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(gettext_lazy("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("withdrawn by"),
    )
    withdrawn_reason = models.CharField(
        gettext_lazy("why it was withdrawn"), max_length=REASON_LENGTH, blank=True, validators=[only_printable]
    )
    version = models.PositiveIntegerField(gettext_lazy("version"), default=0)
    token = models.CharField(
        gettext_lazy("form token"), max_length=64, unique=True, null=True, blank=True, editable=False
    )

    objects = GuidanceNoteQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["token"])

    class Meta:
        verbose_name = gettext_lazy("guidance note")
        verbose_name_plural = gettext_lazy("guidance notes")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_reason="")
                | models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason=""),
                name="guidance_note_withdrawn_with_reason",
                violation_error_message=gettext_lazy("Give the reason; it is kept and shown."),
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

    def earlier(self):
        """What it said before, the latest text first: records of its history."""
        return self.history.filter(version__lt=self.version).select_related("history_user").order_by("-version")

    @step
    def edit(self, by, version, text):
        """Say it otherwise; Conflict when a colleague did meanwhile. What it says already changes nothing."""
        self._lock(by)
        if (text or "").strip() == self.text:
            return self
        if version is not None and version != self.version:
            message = _("Somebody else saved this note meanwhile. Both texts are shown; nothing is lost.")
            raise Conflict(message, {"text": text}, {"text": self.text}, self.version)
        self.changed_at = timezone.now()
        return self._keep(by, text)

    @step
    def withdraw(self, by, reason):
        """Take it back, with the reason; its text is no longer shown to the universities."""
        self._lock(by)
        self.withdrawn_at, self.withdrawn_by, self.withdrawn_reason = timezone.now(), by, given_reason(reason)
        self._change_reason = self.withdrawn_reason
        return self._keep(by, self.text)

    def _lock(self, by):
        self.refresh_from_db(from_queryset=GuidanceNote.objects.select_for_update(of=("self",)))
        if not self.is_of(by):
            raise Refused(_("Only the province that wrote this note changes it."), "not_yours")
        if self.is_withdrawn:
            raise Refused(_("It was withdrawn and stays as it is."), "locked")

    def _keep(self, by, text):
        self.text, self.version, self._history_user = (text or "").strip(), self.version + 1, by
        self.full_clean(exclude=["token"])
        self.save()
        return self
