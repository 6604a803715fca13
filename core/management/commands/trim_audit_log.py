"""Removes the entries of the audit log that need not be kept any longer, and leaves an entry that says so."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.models import KEPT_DAYS, AuditCount, AuditEntry
from core.audit.recording import record


class Command(BaseCommand):
    help = f"Remove entries of the audit log older than DAYS (at least {KEPT_DAYS}); an entry of its own says so."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=KEPT_DAYS, help=f"how many days are kept ({KEPT_DAYS})")

    def handle(self, *args, days, **options):
        if days < KEPT_DAYS:
            message = _("Entries are kept for at least %(days)d days; give --days %(days)d or more.")
            raise CommandError(message % {"days": KEPT_DAYS})
        with transaction.atomic():
            removed = trim(days)
        self.stdout.write(_("Entries removed: %(number)d.") % {"number": removed})


def trim(days):
    """Remove entries older than `days` and their counts; how many entries went.

    By the clock of the database, which its trigger goes by; a minute more, so that both never differ by a second.
    """
    old = AuditEntry.objects.filter(at__lt=Now() - timedelta(days=days, minutes=1))
    last = old.aggregate(last=Max("at"))["last"]
    if last is None:
        return 0
    removed = old._raw_delete(old.db)
    day = timezone.localdate(last)
    AuditCount.objects.filter(day__lte=day).delete()
    told = _("%(number)d entries up to %(day)s removed") % {"number": removed, "day": f"{day:%Y-%m-%d}"}
    record(AuditEntry.Kind.MAINTENANCE, subject=told, outcome=AuditEntry.Outcome.REMOVED)
    return removed
