"""Take a sheet of the national register over."""

import datetime
import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.retries import retried
from pairs.directory import registers


class Command(BaseCommand):
    help = "Take over a sheet of the national register (.xls, .xlsx or .csv). Exit 0 applied, 1 refused, 2 usage."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the sheet; - is standard input")
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, help="its day where the sheet states none")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *, file, as_of, dry_run, **options):
        reading = registers.read(data_of(file), as_of)
        only_planned = dry_run or reading.errors
        plan = registers.plan(reading) if only_planned else retried(lambda: registers.apply(reading))
        if options["json"]:
            self.stdout.write(json.dumps(plan.as_json(), ensure_ascii=False, indent=2))
        else:
            self.tell(plan, dry_run)
        if plan.refused:
            sys.exit(1)

    def tell(self, plan, dry_run):
        for finding in [*plan.errors, *plan.warnings]:
            place = ", ".join(str(part) for part in (finding.row, finding.column, finding.value) if part)
            stream = self.stderr if finding in plan.errors else self.stdout
            stream.write(f"[{place}] {finding.message}" if place else str(finding.message))
        if plan.refused:
            self.stderr.write(_("Refused; nothing was changed."))
            return
        summary = _("Register as of %(day)s: %(rows)s rows, %(new)s new, %(updated)s updated, %(unchanged)s unchanged.")
        self.stdout.write(summary % (plan.as_json() | {"day": plan.as_of}))
        if dry_run:
            self.stdout.write(_("Only tried; nothing was changed."))


def data_of(file):
    """The bytes of `file`; CommandError with exit code 2 when it cannot be read."""
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        message = _("%(file)s cannot be read: %(error)s") % {"file": file, "error": error.strerror}
        raise CommandError(message, returncode=2) from error
