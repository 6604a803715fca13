"""Reports of errors on pages, and what became of them."""

import secrets
from datetime import timedelta

from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.histories import HistoricalRecords
from core.model_fields import BoundedDateField, person_field, token_field
from core.models import Letter
from core.personal_data import FreeTexts
from core.validators import mail_address, only_printable, visible_text
from public.own_pages import PAGE_LENGTH

ANSWER_LETTER = "error_report_answer"  # the kind of the letter that brings the answer
ANSWER_VALID_FOR = timedelta(days=7)
KEPT_AFTER_ANSWER = timedelta(days=180)
KEPT_AT_MOST = timedelta(days=730)
TEXT_LENGTH = 2000


class ReportState(models.TextChoices):
    """What has become of a report."""

    NEW = "new", _("New")
    CHECKING = "checking", _("Being looked into")
    CORRECTED = "corrected", pgettext_lazy("report", "Corrected")
    UNCHANGED = "unchanged", _("Nothing to correct")
    DISMISSED = "dismissed", _("No report of an error")


OPEN = (ReportState.NEW, ReportState.CHECKING)
ANSWERED = (ReportState.CORRECTED, ReportState.UNCHANGED)


class ErrorReportQuerySet(models.QuerySet):
    def receive(self, **values):
        """Store a report in the language in which it is sent; ValidationError by field.

        The history does not say who was signed in meanwhile.
        """
        report = self.model(**values, language=get_language())
        report.full_clean(exclude=["token"])
        report.save_without_historical_record()
        return report

    def waiting(self):
        """Those that nobody has answered or dismissed yet."""
        return self.filter(state__in=OPEN)

    def not_mailed(self):
        """Those that wait and of which no letter has told the contact."""
        return self.waiting().filter(mailed_on=None)

    def past(self, now=None):
        """Those that are kept no longer, answered or not."""
        now = now or timezone.now()
        answered = models.Q(answered_at__lt=now - KEPT_AFTER_ANSWER)
        return self.filter(answered | models.Q(received_at__lt=now - KEPT_AT_MOST))

    @transaction.atomic
    def forget(self):
        """Delete these reports with their history, so that nothing of their writers is left; how many."""
        keys = list(self.values_list("pk", flat=True))
        self.model.objects.filter(pk__in=keys).delete()
        self.model.history.filter(id__in=keys).delete()
        return len(keys)


def new_code():
    """The unguessable part of the address at which the writer of a report reads the answer."""
    return secrets.token_urlsafe(16)


class ErrorReport(FreeTexts):
    """What a reader says is wrong on a page. The history keeps state and answer only, nothing of the writer."""

    State = ReportState
    free_texts = ("text", "evidence", "answer")

    code = models.CharField(_("code of the address"), max_length=32, unique=True, default=new_code, editable=False)
    page = models.CharField(_("page"), max_length=PAGE_LENGTH, blank=True, editable=False)
    text = models.TextField(
        _("what is wrong"), validators=[MaxLengthValidator(TEXT_LENGTH), only_printable], editable=False
    )
    evidence = models.CharField(
        _("where it can be read correctly"), max_length=500, blank=True, validators=[visible_text], editable=False
    )
    contact = models.CharField(
        _("contact of the sender"), max_length=200, blank=True, validators=[visible_text], editable=False
    )
    language = models.CharField(_("language of the sender"), max_length=10, editable=False)
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    mailed_on = BoundedDateField(_("mailed to the contact on"), null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.NEW)
    answer = models.TextField(
        _("answer"),
        blank=True,
        validators=[MaxLengthValidator(TEXT_LENGTH), only_printable],
        help_text=_(
            "The writer reads it at the address given when the report was sent, and by mail where one was left."
        ),
    )
    answered_by = person_field(_("answered by"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    token = token_field()

    objects = ErrorReportQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["code", "page", "text", "evidence", "contact", "language", "token"])

    class Meta:
        verbose_name = _("report of an error")
        verbose_name_plural = _("reports of errors")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["state", "received_at"], name="error_report_state")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=ANSWERED) | ~models.Q(answer=""),
                name="error_report_answered_in_words",
                violation_error_message=_("Write the answer: what was corrected, or why nothing was."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN, answered_at=None)
                | ~models.Q(state__in=OPEN) & models.Q(answered_at__isnull=False),
                name="error_report_answered_once_closed",
            ),
        ]

    def __str__(self):
        return f"{self.pk} · {self.page or '–'}"

    def get_absolute_url(self):
        return reverse("error_report", args=[self.code])

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_answered(self):
        return self.state in ANSWERED

    @property
    def mail_address(self):
        """The contact where it is an address for mail, else nothing."""
        return mail_address(self.contact)

    @transaction.atomic
    def settle(self, by, site):
        """Save state and answer as `by` has set them; an answer goes to the writer, where an address was left."""
        self.answered_by, self.answered_at = (None, None) if self.is_open else (by, timezone.now())
        self.save()
        if self.is_answered and self.mail_address:
            expires = timezone.now() + ANSWER_VALID_FOR
            facts = {"report": self.pk, "answered_at": self.answered_at.isoformat(), "site": site}
            Letter.objects.queue(ANSWER_LETTER, self.mail_address, expires, **facts)
