"""Delete stored files that belong to no record, and report records whose file is missing."""

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from activities.activities.models.evidence import FOLDER, stored_names
from core.left_files import left_files, stored_files


class Command(BaseCommand):
    help = "Delete files of evidence without a record, older than a day. Exit 1 when a record's file is missing."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only report, delete nothing")

    def handle(self, *, dry_run, **options):
        stored, known = set(stored_files(FOLDER)), stored_names()
        orphans = left_files(FOLDER, known)
        for name in orphans:
            if not dry_run:
                default_storage.delete(name)
            self.stdout.write(_("without a record: %(file)s") % {"file": name})
        missing = sorted(known - stored)
        for name in missing:
            self.stdout.write(_("file missing: %(file)s") % {"file": name})
        counts = {"orphans": len(orphans), "missing": len(missing)}
        self.stdout.write(_("%(orphans)s files without a record, %(missing)s records without their file.") % counts)
        if missing:
            raise SystemExit(1)
