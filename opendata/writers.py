"""Rows as CSV, XLSX and JSON. A row is a dict by the keys of the columns; a missing key is an empty cell."""

import csv
import datetime
import io
import json

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .cell_escaping import escape, plain, printable

BOM = "\ufeff"  # without it Excel reads Chinese as gibberish
LONGEST_CELL = 32767  # what a cell of XLSX can hold


def as_csv(columns, rows):
    """UTF-8 with BOM and CRLF, headed by the Chinese titles; no cell is a live formula."""
    out = io.StringIO(newline="")
    write = csv.writer(out).writerow
    write([_csv_cell(column.title) for column in columns])
    for row in rows:
        write([_csv_cell(column.cell(row)) for column in columns])
    return (BOM + out.getvalue()).encode()


def _csv_cell(value):
    value = plain(value)
    return escape(value) if isinstance(value, str) else value


def as_xlsx(columns, rows, title=""):
    """A workbook of one sheet with a frozen header; every text is a text cell, never a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = column.width
    sheet.append([_heading(sheet, column.title) for column in columns])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, column.cell(row)) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_name(title):
    """`title` as Excel takes it: 31 characters, and none of the signs it forbids."""
    name = "".join(" " if sign in "\\/*?:[]'" else sign for sign in printable(title))
    return " ".join(name.split())[:31] or "Sheet1"


def _heading(sheet, title):
    cell = _xlsx_cell(sheet, title)  # an indicator may be called =…, and then heads a column of statistics
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _xlsx_cell(sheet, value):
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    value = plain(value)
    if not isinstance(value, str):
        return value
    if len(value) > LONGEST_CELL:
        value = value[: LONGEST_CELL - 1] + "…"  # cut visibly
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"  # openpyxl would make a formula of a text that starts with =
    return cell


def as_json(columns, rows, **facts):
    """An object of `facts`, the number of rows, what the fields mean, and the rows by the columns' keys."""
    rows = [{column.key: plain(row.get(column.key)) for column in columns} for row in rows]
    answer = {
        **{key: value if isinstance(value, dict) else plain(value) for key, value in facts.items()},
        "count": len(rows),
        "fields": [column.as_json() for column in columns],
        "rows": rows,
    }
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
