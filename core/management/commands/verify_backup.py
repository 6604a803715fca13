"""Prove a backup again, as when it was made."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.backup.exceptions import BackupRefused, reason_of
from core.backup.proof import verify


class Command(BaseCommand):
    help = "Read every byte of a backup and restore it into a scratch place, where everything is compared."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *, file, **options):
        try:
            manifest = verify(file, settings.BACKUP_PASSPHRASE)
        except (BackupRefused, OSError) as error:
            raise CommandError(_("This is no good backup. %(reason)s") % {"reason": reason_of(error)}) from error
        self.stdout.write(
            _("Good backup of %(made_at)s, version %(portal)s: %(rows)s rows of %(tables)s tables, %(files)s files.")
            % manifest.told()
        )
