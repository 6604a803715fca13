"""Delete stored files that belong to no record, and report records whose file is missing."""

import datetime

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.activities.models.evidence import FOLDER, stored_names

GRACE = datetime.timedelta(days=1)  # an upload that is still under way has a file before it has a record


class Command(BaseCommand):
    help = "Delete files of evidence without a record, older than a day. Exit 1 when a record's file is missing."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only report, delete nothing")

    def handle(self, *, dry_run, **options):
        stored, known = set(files(FOLDER)), stored_names()
        orphans = sorted(name for name in stored - known if is_old(name))
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


def files(folder):
    """The names of all files under `folder`, with their path."""
    if not default_storage.exists(folder):
        return
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from files(f"{folder}/{inner}")


def is_old(name):
    return default_storage.get_modified_time(name) < timezone.now() - GRACE
