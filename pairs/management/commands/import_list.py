"""Import a published list from a file or standard input."""

import json
import sys
from dataclasses import replace

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.retries import retried
from pairs import reader
from pairs.lists.groups import shape_of
from pairs.lists.models import ListImport
from pairs.lists.resources import PairResource
from pairs.pairs.models.batch import Batch, Side
from pairs.reader.choice import named_choice
from pairs.reader.limits import MAX_FILE


class Command(BaseCommand):
    help = "Import a published list of pairs: CSV, TSV, Excel, Word, HTML or pasted text."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="the list; - is standard input")
        parser.add_argument("--batch", type=int, required=True, metavar="N", help="the number of the batch")
        parser.add_argument("--declared", type=int, metavar="N", help="how many pairs the notice declares")
        parser.add_argument(
            "--sheet", metavar="NAME", help="the sheet or table with the list: its name, or its number from 1"
        )
        parser.add_argument(
            "--columns",
            metavar="序号=A,受援高校=B,支援高校=C",
            help="which columns are the list, by letter: serial, recipient, supporter and role, in either language",
        )
        parser.add_argument("--first-row", type=int, metavar="N", help="the row with the first pair, with --columns")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--reason", metavar="TEXT", help="why, for the history")
        parser.add_argument("--accept-warnings", action="store_true", help="apply the list in spite of its warnings")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *, file, batch, declared, dry_run, reason, accept_warnings, **options):
        """Exit 0 when the list was (or would be) applied, 1 when it is refused, 2 when called wrongly."""
        batch, data = self.batch(batch), self.data(file)
        reading = self.read(data, shape_of(batch.action), options)
        conditions = {"batch": batch, "declared": declared}
        if not dry_run:
            listed = ListImport.of_list(batch, data, reading, file, declared)
            conditions |= {"listing": listed, "reason": reason or f"import_list {listed.file_name}"}
            conditions["accept_warnings"] = accept_warnings
        result = retried(lambda: PairResource().import_data(reading, dry_run, **conditions))
        self.answer(result.plan, options["json"])
        if refusal := self.refusal(result, accept_warnings):
            raise CommandError(refusal)
        if not options["json"]:
            self.stdout.write(self.style.SUCCESS(self.done(result.plan, dry_run)))

    def read(self, data, shape, options):
        """The list, by the sheet and the columns that were named, if any were."""
        reading = reader.read(data, shape)
        if not (options["sheet"] or options["columns"] or options["first_row"]) or not reading.tables:
            return reading
        try:
            choice = named_choice(reading.tables, options["sheet"], options["columns"], options["first_row"])
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from None
        return reader.read_again(reading.tables, reading.format, reading.encoding, replace(shape, choice=choice))

    def batch(self, number):
        try:
            return Batch.objects.select_related("action").get(number=number)
        except Batch.DoesNotExist:
            known = ", ".join(str(batch.number) for batch in Batch.objects.all()) or "–"
            message = _("There is no batch %(number)s; the batches are: %(known)s.")
            raise CommandError(message % {"number": number, "known": known}, returncode=2) from None

    def data(self, file):
        """The bytes of the file, at most one more than a list may have."""
        if file == "-":
            return sys.stdin.buffer.read(MAX_FILE + 1)
        try:
            with open(file, "rb") as opened:
                return opened.read(MAX_FILE + 1)
        except OSError as error:
            message = _("%(file)s cannot be read: %(error)s.")
            raise CommandError(message % {"file": file, "error": error.strerror}, returncode=2) from error

    def refusal(self, result, accept_warnings):
        """Why the plan is not, or would not be, applied; empty when it is."""
        if result.plan.refused:
            return _("The list is refused; nothing was imported. Correct the errors and try again.")
        if result.plan.to_accept and not accept_warnings:
            return _("There are warnings; nothing was imported. Add --accept-warnings to import the list all the same.")
        return " ".join(result.refusal.messages) if result.refusal else ""

    def done(self, plan, dry_run):
        if not plan.changes_anything:
            return _("The batch already holds this list; nothing was changed.")
        return _("Nothing was written: this was a dry run.") if dry_run else _("The list was imported.")

    # The answer

    def answer(self, plan, as_json):
        if as_json:
            self.stdout.write(json.dumps(plan.as_json(), ensure_ascii=False, indent=2))
            return
        facts = plan.as_json() | {"batch": plan.batch}
        facts["form"] = f"{plan.reading.format} {plan.reading.encoding}".strip() or "–"
        self.stdout.write(_("%(batch)s · %(form)s · rows: %(rows)s") % facts)
        self.stdout.write(_("%(new)s new, %(updated)s changed, %(unchanged)s unchanged.") % facts)
        for change in plan.changed:
            self.stdout.write(self.change(change))
        for title, findings in ((_("Errors"), plan.errors), (_("Warnings"), plan.warnings)):
            if findings:
                self.stdout.write(self.style.WARNING(f"{title} ({len(findings)})"))
            for finding in findings:
                self.stdout.write(f"  {self.place(finding)}{finding.message}")
        if plan.composition:
            self.composition(plan.composition)
        for note in plan.notes:
            self.stdout.write(note)

    def change(self, change):
        fields = "; ".join(f"{field.label} {field.old or '–'} → {field.new or '–'}" for field in change.fields)
        return f"  {_('Row %(row)s') % {'row': change.row.row}} · {change.pair.recipient_name}: {fields}"

    def place(self, finding):
        row = _("Row %(row)s") % {"row": finding.row} if finding.row else ""
        value = "" if finding.value in str(finding.message) else finding.value
        parts = [part for part in (row, finding.column, value) if part]
        return " · ".join(parts) + ": " if parts else ""

    def composition(self, lines):
        self.stdout.write(_("Composition check: declared by the notice / found in the list"))
        for line in lines:
            verdict = _("matches") if line.closes else f"{line.difference:+d}"
            indent = "    " if line.part_of else "  "
            self.stdout.write(
                f"{indent}{Side(line.side).label} · {line.label}: {line.declared} / {line.found} {verdict}"
            )
