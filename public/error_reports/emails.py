"""Letters about reports of errors: the new ones of a day to the contact of the site, an answer to its writer."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.localized import localized
from core.models import Letter
from core.outbox.kinds import LetterKind, register
from core.outbox.writing import in_every_language

from .models import ANSWER_LETTER, ErrorReport

FAILED = (Letter.State.FAILED, Letter.State.DROPPED)


def contact_address():
    """The contact of the site where it is an address for mail, else nothing."""
    try:
        validate_email(settings.SITE["contact"])
    except ValidationError:
        return ""
    return settings.SITE["contact"]


@register
class NewReportsLetter(LetterKind):
    """Which reports are new; what they say is read in the admin."""

    code = "error_reports"
    label = _("New reports of errors")

    def compose(self, letter):
        """None where all of them have been answered or deleted meanwhile."""
        reports = list(self.reports_of(letter).waiting())
        site = settings.SITE["address"]
        return (
            reports
            and in_every_language(
                "public/error_reports/new_email",
                letter.recipient,
                lambda: {"lines": [line(one, site) for one in reports]},
            )
            or None
        )

    def after(self, letter):
        """Those of a letter that did not go out are told of again the next day."""
        if letter.state in FAILED:
            self.reports_of(letter).update(mailed_on=None)

    def reports_of(self, letter):
        return ErrorReport.objects.filter(pk__in=letter.facts["reports"]).order_by("received_at", "pk")


def line(report, site):
    """A report as a letter names it: the page, and where it is answered."""
    address = reverse("admin:public_errorreport_change", args=[report.pk])
    return {"report": report, "link": urljoin(site, address)}


@register
class AnswerLetter(LetterKind):
    """What became of a report, to the address its writer left."""

    code = ANSWER_LETTER
    label = _("Answer to a report of an error")

    def compose(self, letter):
        """None for a report that was deleted, or answered otherwise meanwhile."""
        report = ErrorReport.objects.filter(pk=letter.facts["report"]).first()
        if not report or not report.is_answered or report.answered_at.isoformat() != letter.facts["answered_at"]:
            return None
        with override(report.language):
            link = urljoin(letter.facts["site"], report.get_absolute_url())
            facts = {"report": report, "link": link, "name": localized(settings.SITE, "name")}
            name = "public/error_reports/answer_email"
            subject = render_to_string(f"{name}_subject.txt", facts).strip()
            return EmailMessage(subject, render_to_string(f"{name}.txt", facts).strip() + "\n", to=[letter.recipient])
