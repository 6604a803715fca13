"""From bytes or pasted text to the rows of a sheet, by the readers of lists and within their limits."""

import csv
import datetime
import re
import unicodedata

from django.utils.translation import gettext as _

from core.exceptions import Refused
from core.personal_data import IDENTITY, MOBILE
from pairs.reader import limits
from pairs.reader.cell_values import printed
from pairs.reader.detect import MARKUP, unpacked
from pairs.reader.grid import Grid
from pairs.reader.html_docx import docx_grids, html_grids
from pairs.reader.list_table import personal_data
from pairs.reader.plain_text import check_lines, csv_rows
from pairs.reader.result import storable

from .columns import recognised

MAX_ROWS = 1000  # entries of one sheet
MAX_ABOVE = 30  # rows among which the titles are looked for
EPOCH = datetime.date(1899, 12, 30)  # the day 0 of Excel
DAYS = range(36526, 73050)  # 2000 to 2099
DAY_COLUMNS, TIME_COLUMNS = ("starts_on", "ends_on"), ("starts_at",)
DAY_WITH_TIME = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
FRACTION = re.compile(r"(?:0|[0-9]{5})\.[0-9]+")


def grids_in(data):
    """The tables in a file's bytes or in pasted text; Refused, saying why and what to do, for what cannot be read."""
    try:
        form, _encoding, found = ("text", "", data) if isinstance(data, str) else unpacked(data)
        if not form:
            raise limits.RefusedError("unknown_form")
        if form == "docx":
            return docx_grids(found)[0]
        return found if form in ("xlsx", "xls") else text_grids(found or "")
    except limits.RefusedError as refused:
        raise Refused(refused.finding.message, refused.finding.code) from None


def text_grids(text):
    """The tables in text: of a page's markup, or cells parted by tabs, commas or semicolons."""
    if len(text) > limits.MAX_TEXT:
        raise limits.RefusedError("too_big", limit=limits.MAX_TEXT // limits.MEGABYTE)
    if MARKUP.search(text):
        return html_grids(text)[0]
    check_lines(text)
    head = text[:10_000]
    delimiter = max("\t,;", key=head.count) if not head.count("\t") else "\t"
    try:
        rows = list(csv_rows(text.lstrip("\ufeff"), delimiter))
    except csv.Error as error:
        raise limits.RefusedError("broken_file") from error
    return [Grid(rows, delimited=True)]


def table_of(data, known):
    """The table to be stored of what was sent, as (table, columns): the one whose titles are known best.

    `columns` is {place: key}. Refused where there is none, or more rows than one sheet may have.
    """
    tables = [clean(grid) for grid in grids_in(data)]
    tables = [rows for rows in tables if rows]
    if not tables:
        raise Refused(_("Nothing is filled in. Fill in the template, or paste the rows of your table."), "empty")
    header, rows = max((titled(rows, known) for rows in tables), key=lambda found: len(recognised(found[0], known)))
    if len(rows) > MAX_ROWS:
        message = _("These are %(count)s rows; a sheet has at most %(most)s. Send the others in a sheet of their own.")
        raise Refused(message % {"count": len(rows), "most": MAX_ROWS}, "too_many_rows")
    if not rows:
        raise Refused(_("There are titles, but no rows below them."), "empty")
    if max(sum(map(bool, cells)) for _number, cells in rows) < 2:
        raise Refused(_("This is text and no table: copy the cells of your table, with its row of titles."), "no_table")
    hidden = private_columns(header, rows)
    rows = [
        [number, ["" if at in hidden else storable(cell) for at, cell in enumerate(cells)]] for number, cells in rows
    ]
    columns = {at: key for at, key in recognised(header, known).items() if at not in hidden}
    return {"titles": [*map(storable, header)], "rows": rows, "hidden": sorted(hidden)}, columns


def clean(grid):
    """The rows of a grid that hold something, with printed cells."""
    rows = ((number, [*map(printed, cells[: limits.MAX_COLUMNS])]) for number, cells in grid.rows)
    return [(number, cells) for number, cells in rows if any(cells)]


def titled(rows, known):
    """(titles, rows below them); no titles where at most one is known."""
    best = max(range(min(len(rows), MAX_ABOVE)), key=lambda at: (len(recognised(rows[at][1], known)), -at))
    titles = rows[best][1]
    return (titles, rows[best + 1 :]) if len(recognised(titles, known)) > 1 else ([], rows)


def private_columns(titles, rows):
    """The places of columns that are about persons: by their title, or because a cell is such a number."""
    found = {at for at, title in enumerate(titles or rows[0][1]) if title and personal_data([(0, [title])], [title])}
    for _number, cells in rows:
        for at, cell in enumerate(cells):
            folded = unicodedata.normalize("NFKC", cell).strip()
            if len(folded) < 30 and (IDENTITY.fullmatch(folded) or MOBILE.fullmatch(folded)):
                found.add(at)
    return found


def as_typed(key, text):
    """A cell as a person would have typed it: Excel keeps days and times as numbers."""
    if key in DAY_COLUMNS and (found := DAY_WITH_TIME.fullmatch(text)) and int(found[1]) in DAYS:
        return (EPOCH + datetime.timedelta(days=int(found[1]))).isoformat()
    if key in TIME_COLUMNS and FRACTION.fullmatch(text):
        minutes = round(float(text) % 1 * 24 * 60) % (24 * 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return text
