"""Send the reminders that are due today; run by cron."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from core.models import Letter
from core.outbox.sending import send_due
from oversight.obligations.models import ObligationKind
from oversight.obligations.reminders import ReminderResult, due_by_rule, remind

NOT_SENT = [Letter.State.DUE, Letter.State.UNCLEAR, Letter.State.FAILED]


class Command(BaseCommand):
    help = """Send the reminders that the ministry's rules want today, each once a day.

    Exit 1 when a mail could not be sent yet: `manage.py work` tries it again until the day has ended."""

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be sent")

    def handle(self, *, dry_run, **options):
        dues, site = due_by_rule(), settings.SITE["address"]
        if not site:
            self.stderr.write(_("SITE_ADDRESS is not set: the links in the mails are not whole."))
        outcome = ReminderResult(reminded=dues) if dry_run else remind(dues, site)
        told = _("%(duty)s: would remind %(count)s sides") if dry_run else _("%(duty)s: reminded %(count)s sides")
        for duty in ObligationKind:
            self.stdout.write(told % {"duty": duty.label, "count": outcome.by_duty[duty]})
        if not dry_run:
            self.send(outcome)

    def send(self, outcome):
        """Send these mails at once, whether or not a worker runs beside, and sum up."""
        own = Letter.objects.filter(pk__in=[letter.pk for letter in outcome.letters])
        send_due(own)
        sent, waiting = own.filter(state=Letter.State.SENT).count(), own.filter(state__in=NOT_SENT).count()
        words = {"people": sent, "nobody": len(outcome.nobody), "waiting": waiting}
        self.stdout.write(
            _("%(people)s people mailed, %(nobody)s sides without a coordinator, %(waiting)s mails not sent yet.")
            % words
        )
        if waiting:
            raise SystemExit(1)
