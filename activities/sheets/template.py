"""The template made for one university: one sheet to fill, and two that say what may stand in it."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from core.localized import by_language, labelled
from opendata import printable

from .columns import columns_of
from .sheet_table import DAY_COLUMNS, MAX_ROWS, TIME_COLUMNS
from .university_scope import asked

TITLES, FIRST = 2, 3  # the row of the titles, and the first one to be filled in
WIDTHS = {"pair": 26, "kind": 22, "title": 30, "place": 18, "link": 26, "description": 30}
HEADING = PatternFill("solid", start_color="E8EEF4")
WRONG = PatternFill("solid", start_color="FCECEA")
NOT_ASKED = PatternFill("solid", end_color="E3E3E3")


def template(scope):
    """The workbook, as bytes, in the reader's language."""
    return as_bytes(empty_book(scope))


def marked(checked):
    """The same with the rows of a CheckedSheet, wrong cells marked: what is wrong is in a comment and at the end."""
    book = empty_book(checked.scope)
    sheet, columns = book.worksheets[0], columns_of(checked.scope)
    last = len(columns) + 1
    put(sheet, TITLES, last, _("Problem")).font = Font(bold=True)
    sheet.column_dimensions[get_column_letter(last)].width = 60
    for number, row in enumerate(checked.rows, FIRST):
        wrong = {}
        for finding in row.findings:
            wrong.setdefault(finding.key, []).append(finding.message)
        for at, column in enumerate(columns, 1):
            cell = put(sheet, number, at, row.texts.get(column.key, ""))
            if column.key in wrong:
                cell.fill = WRONG
                cell.comment = Comment("\n".join(wrong[column.key]), _("Pairing portal"), width=300)
        put(sheet, number, last, "\n".join(problem(finding) for finding in row.findings))
    return as_bytes(book)


def problem(finding):
    place = " ".join(filter(None, [finding.title, finding.value and f"“{finding.value}”"]))
    return labelled(place, finding.message) if place else finding.message


def empty_book(scope):
    book = Workbook()
    sheet = book.active
    sheet.title = by_language("填报", en="Enter")
    columns = columns_of(scope)
    head(sheet, columns, instruction(scope))
    fill_values(book.create_sheet(by_language("可选值", en="Allowed values")), scope)
    fill_figures(book.create_sheet(by_language("类别与指标", en="Kinds and figures")), scope, columns)
    offer(sheet, columns, book.worksheets[1], scope)
    grey_out(sheet, columns, book.worksheets[2].title)
    return book


def as_bytes(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def instruction(scope):
    facts = {"university": scope.university.local_name, "most": MAX_ROWS}
    words = _(
        "%(university)s: one activity a row, from row 3 on, at most %(most)s rows. Choose partner and kind from the "
        "lists. An empty figure means not reported, but the event itself counts as 1; 0 means zero. A figure that the "
        "kind does not ask for is grey. A day in the future is a planned event, which has no figures yet. Do not enter "
        "personal data of students."
    )
    return words % facts


def head(sheet, columns, text):
    """The instruction, the titles, and how each column is shown."""
    put(sheet, 1, 1, text)
    sheet.row_dimensions[1].height = 48
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=9)
    for at, column in enumerate(columns, 1):
        cell = put(sheet, TITLES, at, column.label)
        cell.font, cell.fill = Font(bold=True), HEADING
        shown = sheet.column_dimensions[get_column_letter(at)]
        shown.width = WIDTHS.get(column.key, 13)
        if column.key in DAY_COLUMNS:
            shown.number_format = "yyyy-mm-dd"
        elif column.key in TIME_COLUMNS:
            shown.number_format = "hh:mm"
    sheet.freeze_panes = sheet.cell(FIRST, 1)


def put(sheet, row, column, value):
    """A text cell, which no spreadsheet takes for a formula."""
    cell = sheet.cell(row, column, printable(str(value)))
    cell.data_type, cell.alignment = "s", Alignment(wrap_text=True, vertical="top")
    return cell


def table(sheet, widths, rows):
    for at, (title, width) in enumerate(widths.items(), 1):
        put(sheet, 1, at, title).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, row in enumerate(rows, 2):
        for at, value in enumerate(row, 1):
            put(sheet, number, at, value)
    sheet.freeze_panes = "A2"


def fill_values(sheet, scope):
    """Partners and kinds, beside each other; the lists of the first sheet are read from here."""
    pairs = [choice.label for choice in scope.offered]
    kinds = kind_names(scope)
    longest = max(len(pairs), len(kinds))
    pairs, kinds = (values + [""] * (longest - len(values)) for values in (pairs, kinds))
    table(sheet, {_("Partner"): 34, _("Kind of activity"): 30}, zip(pairs, kinds, strict=True))


def kind_names(scope):
    return list(dict.fromkeys(kind.local_name for kind in scope.offered_kinds))


def fill_figures(sheet, scope, columns):
    """Which figures each kind asks for, with the rule by which each is counted."""
    titles = {column.indicator.code: column.label for column in columns if column.indicator}
    widths = {_("Kind of activity"): 30, _("Figure"): 26, _("Event or period"): 14, _("How it is counted"): 60, "": 4}
    rows = [
        (
            kind.local_name,
            titles[one.code],
            kind.get_mode_display(),
            one.local_rule,
            f"{kind.local_name}|{titles[one.code]}",
        )
        for kind in scope.offered_kinds
        for one in asked(kind)
    ]
    table(sheet, widths, rows)
    sheet.column_dimensions["E"].hidden = True


def offer(sheet, columns, values, scope):
    """Drop-down lists for partner and kind."""
    for at, (key, count) in enumerate((("pair", len(scope.offered)), ("kind", len(kind_names(scope)))), 1):
        letter = get_column_letter(1 + next(at for at, column in enumerate(columns) if column.key == key))
        source = f"'{values.title}'!${get_column_letter(at)}$2:${get_column_letter(at)}${max(count, 1) + 1}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True)
        rule.error, rule.errorTitle = (
            _("Choose a value from the list."),
            by_language("不在列表中", en="Not in the list"),
        )
        sheet.add_data_validation(rule)
        rule.add(f"{letter}{FIRST}:{letter}{FIRST + MAX_ROWS - 1}")


def grey_out(sheet, columns, figures):
    """Show in grey the figures that the chosen kind does not ask for."""
    places = [at for at, column in enumerate(columns, 1) if column.indicator]
    if not places:
        return
    first, last = get_column_letter(places[0]), get_column_letter(places[-1])
    kind = get_column_letter(1 + next(at for at, column in enumerate(columns) if column.key == "kind"))
    condition = f'AND(${kind}{FIRST}<>"",COUNTIF(\'{figures}\'!$E:$E,${kind}{FIRST}&"|"&{first}${TITLES})=0)'
    sheet.conditional_formatting.add(
        f"{first}{FIRST}:{last}{FIRST + MAX_ROWS - 1}", FormulaRule(formula=[condition], fill=NOT_ASKED)
    )
