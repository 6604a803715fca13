"""A table as a workbook, as official statistics make them: cover, contents, notes, and one table a sheet.

Every sheet is one table that begins in A1, with its titles frozen and no merged cells. The table of the data comes
last and is the one that opens: programs that take the active sheet find it, and so does an import of a list.
"""

import datetime
import io

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from .cell_escaping import plain, printable
from .columns import in_language

LONGEST_CELL = 32767  # what a cell can hold
COVER = {
    "title": _("Title"),
    "generated": _("As of"),
    "count": _("Number of rows"),
    "filters": _("Filters"),
    "source": _("Source"),
    "rights": _("Licence"),
    "data_version": _("Data version"),
    "sha256": _("SHA-256 of the same rows as CSV"),
    "citation": _("How to cite"),
    "address": _("Address of this file"),
}
SYMBOLS = [
    (_("(empty cell)"), _("Not reported, not known, or not applicable.")),
    ("0", _("Zero: reported, and none.")),
    ("…", _("At the end of a cell: the text is too long for Excel; CSV and JSON have all of it.")),
]
ALL_ROWS = _("none: all rows")
SHEETS = [_("Cover"), _("Contents"), _("Notes")]
ABOUT_SHEETS = [_("What this file is, and how to cite it"), _("The sheets of this file"), _("What each column means")]


def as_xlsx(columns, rows, title="", **facts):
    """The workbook of `rows` under `columns`; of the `facts` those of COVER stand on its cover."""
    rows = list(rows)
    book = Workbook(write_only=True)
    names = [" ".join(both(name)) for name in SHEETS] + [_sheet_name(title)]
    cover, contents, notes, data = [book.create_sheet(name) for name in names]
    facts = {"title": title, "count": len(rows), **facts}
    _fill(cover, {"项目": 16, "内容": 60, "Item": 24, "Content": 60}, _cover_rows(facts))
    _fill(contents, {"工作表 Sheet": 30, "内容": 40, "Content": 50}, _contents(contents, names, facts))
    widths = {"列": 20, "含义": 50, "取值": 30, "键 Key": 20, "Column": 24, "Meaning": 50, "Values": 30}
    _fill(notes, widths, _notes(columns))
    _fill_data(data, columns, rows)
    book.active = data
    book.properties.title = printable(title)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def both(text):
    """A lazy text in Chinese and in English."""
    return in_language("zh-hans", text), in_language("en", text)


def _cover_rows(facts):
    for key, label in COVER.items():
        if key in facts:
            (item, item_en), value = both(label), facts[key]
            value, value_en = _filters(value) if key == "filters" else (value, facts.get(f"{key}_en", value))
            yield [item, value, item_en, value_en]


def _filters(filters):
    """The filters as they stand in an address."""
    text = "&".join(f"{name}={value}" for name, value in filters.items())
    return (text, text) if text else both(ALL_ROWS)


def _contents(sheet, names, facts):
    title = facts["title"], facts.get("title_en", facts["title"])
    for name, (about, about_en) in zip(names, [*map(both, ABOUT_SHEETS), title], strict=True):
        link = _cell(sheet, name)
        link.hyperlink = Hyperlink(ref="A1", location=f"'{name}'!A1")
        link.font = Font(underline="single", color="0000EE")
        yield [link, about, about_en]


def _notes(columns):
    for column in columns:
        (meaning, meaning_en), values = both(column.meaning), _values(column)
        values, values_en = ("\n".join(labels) or None for labels in values)
        yield [column.title, meaning, values, column.key, column.title_en, meaning_en, values_en]
    for sign, meaning in SYMBOLS:
        (sign, sign_en), (meaning, meaning_en) = both(sign), both(meaning)
        yield [sign, meaning, None, None, sign_en, meaning_en, None]


def _values(column):
    """The labels of the column's choices, in both languages."""
    return zip(*(both(label) for _value, label in column.choices), strict=True) if column.choices else ((), ())


def _fill(sheet, widths, rows):
    """One of the sheets in front: titles, and rows that wrap."""
    _set_up(sheet, widths.values())
    sheet.append([_heading(sheet, title) for title in widths])
    for row in rows:
        sheet.append([_wrapped(sheet, value) for value in row])


def _fill_data(sheet, columns, rows):
    """The table itself; every text is a text cell, never a formula."""
    _set_up(sheet, [column.width for column in columns])
    sheet.sheet_view.tabSelected = True
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(columns)))}{len(rows) + 1}"
    sheet.append([_heading(sheet, column.title) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, column.cell(row)) for column in columns])


def _set_up(sheet, widths):
    """Freeze the titles, repeat them in print, and set how wide the columns and the printed page are."""
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width


def _sheet_name(title):
    """`title` as Excel takes it: 31 characters, and none of the signs it forbids."""
    name = "".join(" " if sign in "\\/*?:[]'" else sign for sign in printable(title))
    return " ".join(name.split())[:31] or "Sheet1"


def _heading(sheet, title):
    cell = _wrapped(sheet, title)  # an indicator may be called =…, and then heads a column of statistics
    cell.font = Font(bold=True)
    return cell


def _wrapped(sheet, value):
    cell = value if isinstance(value, Cell) else _cell(sheet, value)
    if not isinstance(cell, Cell):
        cell = WriteOnlyCell(sheet, value=cell)
    cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="left")
    return cell


def _cell(sheet, value):
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
