"""From the bytes of a workbook or CSV to the rows of a register."""

import csv
import datetime
import re
import unicodedata

from django.utils import timezone
from django.utils.translation import gettext as _

from core.form_fields import YEARS
from pairs.reader import ListIssue, limits
from pairs.reader.detect import unpacked
from pairs.reader.grid import Grid
from pairs.reader.list_table import check_characters
from pairs.reader.plain_text import check_lines, csv_rows

from .result import RegisterReading
from .sheet_table import RegisterTable

AS_OF = re.compile(r"截[至止]到?\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


def read(data, as_of=None):
    """The register in the bytes of an .xls, .xlsx or .csv file, whatever its name says.

    `as_of` is its day where the sheet does not state one. What is wrong stands in the reading's errors, all at once.
    """
    reading = RegisterReading()
    try:
        grids = _grids(data, reading)
        check_characters(grids)
    except limits.RefusedError as refused:
        reading.errors.append(refused.finding)
        return reading
    tables = [table for table in map(RegisterTable, grids) if table.titles]
    for table in tables:
        table.read(reading, several=len(tables) > 1)
    if len(reading.errors) >= limits.MAX_FINDINGS:
        reading.errors.append(ListIssue.of("more_errors", limit=limits.MAX_FINDINGS))
    if not tables:
        message = _("No register was found. It needs a row of titles with at least 学校名称, 学校标识码 and 主管部门.")
        reading.errors.append(ListIssue("no_register", message))
    elif not reading.rows and not reading.errors:
        reading.errors.append(ListIssue("no_rows", _("The register has titles but no institutions below them.")))
    _refuse_repeated_codes(reading)
    _set_day(reading, grids, as_of)
    _check_headings(reading)
    return reading


def _grids(data, reading):
    reading.format, reading.encoding, found = unpacked(data)
    if reading.format in ("", "docx"):
        raise limits.RefusedError("unknown_form", said="unknown_register")
    if reading.format == "text":
        reading.format, found = "csv", [_csv_grid(found)]
    return found


def _csv_grid(text):
    check_lines(text)
    rows = []
    try:
        for row in csv_rows(text, max(",\t;", key=text.count)):
            if row[1]:
                rows.append(row)
            if len(rows) > limits.MAX_ROWS:
                raise limits.RefusedError("too_many_rows", limit=limits.MAX_ROWS)
    except csv.Error as error:
        raise limits.RefusedError("broken_file") from error
    return Grid(rows)


def _refuse_repeated_codes(reading):
    first = {}
    for row in reading.rows:
        if row.code in first:
            message = _("The code %(code)s is already in row %(row)s, for %(name)s. Correct one of the two.")
            words = {"code": row.code, "row": first[row.code].row, "name": first[row.code].name}
            reading.errors.append(ListIssue("code_twice", message % words, row.row, "学校标识码", row.code))
        first.setdefault(row.code, row)


def _set_day(reading, grids, given):
    """Take the day that the workbook states, or the one given; both and different, or neither, is an error."""
    try:
        stated = {day for grid in grids for day in _days(grid)}
    except ValueError:
        reading.errors.append(ListIssue("no_such_day", _("The day the register states does not exist; correct it.")))
        return
    days = stated | ({given} if given else set())
    reading.as_of = next(iter(days)) if len(days) == 1 else None
    if not days:
        reading.errors.append(
            ListIssue(
                "no_day", _("The register does not state its day (截至…年…月…日). Give it, for example 2025-06-20.")
            )
        )
    elif len(days) > 1:
        shown = {"days": ", ".join(day.isoformat() for day in sorted(days))}
        reading.errors.append(
            ListIssue("two_days", _("The register's day is not clear: %(days)s. Give the one it states.") % shown)
        )
    elif reading.as_of > timezone.localdate():
        message = _("The day of the register, %(day)s, is still to come. Give the day as of which it was drawn up.")
        reading.errors.append(ListIssue("future_day", message % {"day": reading.as_of}))


def _days(grid):
    """The days that a sheet says it is of; ValueError for one that does not exist, or of a year that nobody means."""
    for text in [grid.name, *(cell for _number, cells in grid.rows for cell in cells if isinstance(cell, str))]:
        for match in AS_OF.finditer(unicodedata.normalize("NFKC", text)) if "截" in text else ():
            year, month, day = map(int, match.groups())
            yield datetime.date(year if year in YEARS else 0, month, day)


def _check_headings(reading):
    for heading in reading.composition:
        if not heading.closes:
            message = _("The heading %(group)s states %(declared)s institutions, %(found)s were found.")
            words = {"group": heading.group, "declared": heading.declared, "found": heading.found}
            reading.warnings.append(ListIssue("heading_count", message % words, heading.row, value=heading.group))
