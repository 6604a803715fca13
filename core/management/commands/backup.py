"""Make a backup of the database and of all stored files, and prove it."""

import signal
import sys
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from core.backup.create import create
from core.backup.exceptions import BackupRefused, reason_of
from core.backup.paths import remove_older


@contextmanager
def ended_in_order():
    """Let SIGTERM end the command as an exception does: what is unfinished is removed."""
    before = signal.signal(signal.SIGTERM, lambda *_arguments: sys.exit(143))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Command(BaseCommand):
    help = (
        "Back up database and stored files into FILE, or under a dated name into a folder. It is restored at once "
        "into a scratch place, where everything is compared; not before that does FILE get its name. Encrypted where "
        "BACKUP_PASSPHRASE or BACKUP_PASSPHRASE_FILE is set."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="a file that is not there yet, or a folder")
        parser.add_argument("--keep", type=int, help="in a folder: delete all dated backups but the newest KEEP")
        parser.add_argument("--accept-missing", action="store_true", help="though stored files are missing")

    def handle(self, *, file, keep, accept_missing, **options):
        if keep is not None and (keep < 1 or not Path(file).is_dir()):
            raise CommandError(_("--keep needs a folder and a number of at least 1."))
        try:
            with ended_in_order():
                path, backup = create(file, settings.BACKUP_PASSPHRASE, accept_missing=accept_missing)
        except (BackupRefused, OSError, DatabaseError) as error:
            raise CommandError(_("No backup was made. %(reason)s") % {"reason": reason_of(error)}) from error
        facts = {"file": path, "seconds": backup.seconds, "sha256": backup.sha256} | backup.proof
        self.stdout.write(
            _("Good backup: %(file)s. Restored and compared: %(rows)s rows of %(tables)s tables, %(files)s files.")
            % facts
        )
        self.stdout.write(_("SHA-256 %(sha256)s, %(seconds)s seconds.") % facts)
        if not backup.encrypted:
            self.stdout.write(_("It is not encrypted: keep it where nobody else can read it."))
        for name in remove_older(path.parent, keep) if keep else ():
            self.stdout.write(_("Deleted: %(file)s") % {"file": name})
