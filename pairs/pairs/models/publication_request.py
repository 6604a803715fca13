"""Requests to publish a batch: one editor asks, another publishes or returns it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.model_fields import person_field
from core.personal_data import REASON_LENGTH, FreeTexts
from core.validators import only_printable
from core.workflow import State, WorkflowModel

from .batch import Batch


class RequestState(models.TextChoices):
    OPEN = "open", _("Asked for")
    PUBLISHED = "published", _("Published")
    RETURNED = "returned", _("Returned")
    TAKEN_BACK = "taken_back", _("Taken back")


ASKED = _("Somebody has asked for the publication of this batch already.")
OPEN = State(state=RequestState.OPEN)


class PublicationRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(OPEN.q())

    def latest(self):
        """The last request of each batch that is not public, with the people concerned."""
        later = self.model.objects.filter(batch=models.OuterRef("batch"), pk__gt=models.OuterRef("pk"))
        found = self.filter(~models.Exists(later), batch__published_at=None)
        return found.select_related("asked_by", "decided_by")


class PublicationRequest(WorkflowModel, FreeTexts):
    """An editor asks for a batch to be published; a second one, never the same person, decides."""

    free_texts = ("note",)
    State = RequestState

    batch = models.ForeignKey(
        Batch, on_delete=models.CASCADE, related_name="publication_requests", verbose_name=_("batch")
    )
    asked_by = person_field(_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    note = models.CharField(
        _("note to the other editor"), max_length=REASON_LENGTH, blank=True, validators=[only_printable]
    )
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.OPEN)
    decided_by = person_field(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(
        _("reason for returning it"), max_length=REASON_LENGTH, blank=True, validators=[only_printable]
    )

    objects = PublicationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to publish")
        verbose_name_plural = _("requests to publish")
        ordering = ["-pk"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch"],
                condition=models.Q(state="open"),
                name="publication_request_once",
                violation_error_message=ASKED,
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["published", "returned"])
                | models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("asked_by")),
                name="publication_request_second_editor",
                violation_error_message=_("Another editor decides, not the one who asked."),
            ),
        ]

    def __str__(self):
        return f"{self.batch} · {self.get_state_display()}"

    @property
    def is_open(self):
        return OPEN.holds(self)

    @property
    def is_returned(self):
        return self.state == RequestState.RETURNED

    def locked_rows(self):
        """Nobody imports into the batch, or publishes it, while the request is decided."""
        self.batch.lock()
        return super().locked_rows()
