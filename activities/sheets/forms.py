"""The form in which a sheet is pasted or uploaded, and what was typed into its wrong cells."""

from dataclasses import dataclass, field

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from activities.sheets import workflow
from core.form_fields import TableFileField
from core.forms import WorkflowForm
from core.numbers import whole_number

from .columns import columns_of

MOST_ROWS = 50  # wrong rows with their fields on one page; the others come next
LONG = ("description",)
SHARED = ("pair", "kind")  # columns in which one word is corrected in all rows at once


class SheetForm(WorkflowForm):
    """A table as a file or as pasted text, one of the two."""

    text = forms.CharField(
        label=_("Paste the rows"),
        required=False,
        strip=False,
        help_text=_("Copy them in Excel or WPS, with the row of titles, and paste them here."),
        widget=forms.Textarea({"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = TableFileField(
        label=_("Or choose a file"),
        required=False,
        too_large=_("The file is larger than 10 MB; save the table alone and upload that."),
        help_text=_("The template filled in, or a table of your own: .xlsx, .xls, .docx or .csv, up to 10 MB."),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.docx,.csv,.tsv,.txt"}),
    )

    def clean(self):
        facts, given = super().clean(), self.data.get("text", "").strip()
        if not self.errors and not facts.get("file") and not given:
            self.add_error("text", _("Paste the rows of a table, or choose a file."))
        if facts.get("file") and given:
            self.add_error("file", _("Paste the rows or choose a file, not both."))
        return facts

    def take(self, scope, token):
        """The sheet that was read; None, with the reason in the form, where there is no table."""
        file = self.cleaned_data["file"]
        data, name = (file.read(), file.name) if file else (self.cleaned_data["text"], "")
        return self.write(lambda _values: workflow.take(scope, data, name, token))


@dataclass
class SheetCell:
    """One cell that can be corrected; `choices` where its values are given."""

    name: str
    title: str
    value: str
    was: str
    findings: list = field(default_factory=list)
    choices: tuple = ()
    is_long: bool = False
    alike: int = 0  # other rows with the same word

    @property
    def same(self):
        return self.name.replace("cell", "same", 1)

    @property
    def described(self):
        """The attributes that tie the field to what is wrong with it."""
        if not self.findings:
            return ""
        ids = " ".join(f"{self.name}-error-{number}" for number, _finding in enumerate(self.findings, 1))
        return format_html(' aria-invalid="true" aria-describedby="{}"', ids)


@dataclass
class SheetRowFields:
    """A row with fields for its wrong cells, for all of them where it was opened."""

    row: object
    cells: list
    about: list  # findings about the row and no cell of it
    is_open: bool


class Corrections:
    """What was typed into the fields of a sheet, and the fields to be shown next."""

    def __init__(self, sheet, data=None):
        self.sheet, self.data = sheet, data or {}

    def take(self):
        """Keep what was typed, whatever button was pressed; whether it changed the sheet."""
        if not self.data:
            return False
        texts = dict(self.sheet.rows)
        changes = {
            (number, key): text
            for (number, key), text in self.typed()
            if number in texts and text != texts[number].get(key, "")
        }
        changes = self.in_all_rows(changes, texts)
        known = {number for number, _cells in self.sheet.table.get("rows", ())}
        return workflow.correct(self.sheet, changes, known & {*self.numbers("out")}, {*self.numbers("back")})

    def typed(self):
        """((row, column), text) of each field that was sent."""
        for name in self.data:
            kind, _dash, place = name.partition("-")
            row, _dash, key = place.partition("-")
            if kind == "cell" and whole_number(row) and key:
                yield (whole_number(row), key), self.data[name].strip()

    def in_all_rows(self, changes, texts):
        """The changes, and the same for other rows with the same word, where that is ticked."""
        found = dict(changes)
        for (number, key), text in changes.items():
            before = texts[number].get(key, "")
            if key in SHARED and before and f"same-{number}-{key}" in self.data:
                found |= {(row, key): text for row, cells in texts.items() if cells.get(key, "") == before} | changes
        return found

    def numbers(self, name):
        found = self.data.getlist(name) if hasattr(self.data, "getlist") else ()
        return [number for number in map(whole_number, found) if number]

    def show(self, checked):
        """The SheetRowFields of what is wrong or was opened, and how many more wrong rows there are."""
        opened = {*self.numbers("open"), *self.numbers("edit")} if "check" not in self.data else set()
        wrong = [row for row in checked.rows if row.findings]
        self.more = len(wrong[MOST_ROWS:])
        shown = {row.number for row in wrong[:MOST_ROWS]} | opened
        self.rows = [self.fields(row, checked, row.number in opened) for row in checked.rows if row.number in shown]
        return self

    def fields(self, row, checked, is_open):
        found = {}
        for finding in row.findings:
            found.setdefault(finding.key, []).append(finding)
        keys = [column for column in columns_of(checked.scope) if is_open or column.key in found]
        cells = [self.cell(row, column, checked, found.get(column.key, [])) for column in keys]
        return SheetRowFields(row, cells, found.get("", []), is_open)

    def cell(self, row, column, checked, findings):
        name, value = f"cell-{row.number}-{column.key}", row.texts.get(column.key, "")
        choices = ()
        if column.key == "pair":
            choices = [choice.label for choice in checked.scope.offered]
        elif column.key == "kind":
            choices = list(dict.fromkeys(kind.local_name for kind in checked.scope.offered_kinds))
        was = self.sheet.as_read(row.number, column.key)
        field = SheetCell(name, column.label, value, was, findings, choices, column.key in LONG)
        if findings and value and column.key in SHARED:
            field.alike = sum(other.texts.get(column.key) == value for other in checked.rows) - 1
        return field

    @property
    def links(self):
        """(id of the field, finding) of each error, for the list of them at the top."""
        for fields in self.rows:
            yield from ((f"row-{fields.row.number}", finding) for finding in fields.about)
            yield from ((cell.name, finding) for cell in fields.cells for finding in cell.findings)
