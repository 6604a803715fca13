"""Send the reminders that are due today with the letters of the day; for whoever runs it by cron."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Letter
from core.outbox.sending import send_due
from oversight.notices.sending import write_letters
from oversight.obligations.models import ObligationKind
from oversight.obligations.reminders import ReminderResult, due_by_rule, remind

NOT_SENT = [Letter.State.DUE, Letter.State.UNCLEAR, Letter.State.FAILED]


class Command(BaseCommand):
    help = """Send the reminders that the ministry's rules want today, with all else that is not said yet.

    One letter a day and person; `manage.py work` does the same from DAILY_LETTER_HOUR on, so that nobody has to run
    this. Exit 1 when a mail could not be sent yet: the worker tries it again until the day has ended."""

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be sent")

    def handle(self, *, dry_run, **options):
        dues = due_by_rule()
        if not settings.SITE["address"]:
            self.stderr.write(_("SITE_ADDRESS is not set: the links in the mails are not whole."))
        outcome = ReminderResult(reminded=dues) if dry_run else remind(dues)
        told = _("%(duty)s: would remind %(count)s sides") if dry_run else _("%(duty)s: reminded %(count)s sides")
        for duty in ObligationKind:
            self.stdout.write(told % {"duty": duty.label, "count": outcome.by_duty[duty]})
        if not dry_run:
            self.send(outcome)

    def send(self, outcome):
        """Send the letters of today at once, whether or not a worker runs beside, and sum up."""
        made = write_letters(timezone.localdate(), timezone.now())
        own = Letter.objects.filter(pk__in=[daily.letter_id for daily in made])
        send_due(own)
        sent, waiting = own.filter(state=Letter.State.SENT).count(), own.filter(state__in=NOT_SENT).count()
        words = {"people": sent, "nobody": len(outcome.nobody), "waiting": waiting}
        self.stdout.write(
            _("%(people)s people mailed, %(nobody)s sides without a coordinator, %(waiting)s mails not sent yet.")
            % words
        )
        if waiting:
            raise SystemExit(1)
