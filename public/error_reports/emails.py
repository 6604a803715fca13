"""Letters about reports of errors: the new ones of a day to the contact of the site, an answer to its writer."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.models import Letter
from core.outbox.kinds import LetterKind, register
from core.outbox.writing import in_every_language, in_this_language

from .models import ANSWER_LETTER, ErrorReport

FAILED = (Letter.State.FAILED, Letter.State.DROPPED)


@register
class NewReportsLetter(LetterKind):
    """Which reports are new; what they say is read in the admin."""

    code = "error_reports"
    label = _("New reports of errors")

    def compose(self, letter):
        """None where all of them have been answered or deleted meanwhile."""
        if not (reports := list(self.reports_of(letter).waiting())):
            return None
        name = "public/error_reports/new_email"
        return in_every_language(name, letter.recipient, lambda: {"lines": [line(one) for one in reports]})

    def after(self, letter):
        """Those of a letter that did not go out are told of again the next day."""
        if letter.state in FAILED:
            self.reports_of(letter).update(mailed_on=None)

    def reports_of(self, letter):
        return ErrorReport.objects.filter(pk__in=letter.facts["reports"]).order_by("received_at", "pk")


def line(report):
    """A report as a letter names it: the page, and where it is answered."""
    address = reverse("admin:public_errorreport_change", args=[report.pk])
    return {"report": report, "link": urljoin(settings.SITE["address"], address)}


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
            facts = {"report": report, "link": link}
            return in_this_language("public/error_reports/answer_email", letter.recipient, facts)
