"""Restore a backup into an empty database and storage."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from core.backup.exceptions import BackupRefused, reason_of
from core.backup.restore import restore


class Command(BaseCommand):
    help = (
        "Restore a backup into the empty database of DATABASE_URL and into MEDIA_ROOT, and bring it to this version. "
        "Exit 1: refused, nothing was changed. Exit 2: restored, but a check found something."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument(
            "--scratch", action="store_true", help="make tables quickly, for a place that is thrown away"
        )

    def handle(self, *, file, scratch, **options):
        try:
            restored = restore(file, settings.BACKUP_PASSPHRASE, is_scratch=scratch)
        except (BackupRefused, OSError, DatabaseError) as error:
            raise CommandError(_("Nothing was restored. %(reason)s") % {"reason": reason_of(error)}) from error
        self.stdout.write(
            _("Restored as of %(made_at)s: %(rows)s rows of %(tables)s tables, %(files)s files; version %(portal)s.")
            % restored.manifest.told()
        )
        if restored.has_another_key:
            self.stdout.write(
                _(
                    "SECRET_KEY is not the one of then. Put that into SECRET_KEY_FALLBACKS, or second factors and "
                    "robots have to be set up anew."
                )
            )
        if restored.problems:
            found = "\n".join(problem.sentence for problem in restored.problems)
            raise CommandError(_("Restored, but not everything is as it should be:") + f"\n{found}", returncode=2)
