"""Plain text as a grid: comma, semicolon or tab separated, `|` or spaces between cells, or one cell a line."""

import csv
import io
import re

from . import limits
from .cell_values import BATCH, SERIAL, is_header, is_school, printed, role, serial_number
from .grid import Grid

DELIMITED = (("\t", "tsv"), (",", "csv"), (";", "csv"))
PIPE = re.compile("[|｜│]")
GAP = re.compile(r"\s{2,}|\t|\u3000+")
RULE = " \t|｜│:+=-"  # what lines between rows are drawn with
TITLED = 12  # lines within which the titles of one cell a line stand
TOTAL = re.compile("合计|总计|共计|小计|总数")
NOTE = re.compile("注|备注|说明|附|合计|总计|共计|小计|总数|[一二三四五六七八九十]+、|[(（]")
SENTENCE = re.compile("[。；？！]")


def text_grid(text):
    """(format, grid) of the list in `text`; the grid is empty where no form of list is found."""
    check_lines(text)
    for delimiter, form in DELIMITED:
        if delimiter in text and (rows := _delimited(text, delimiter)):
            return form, Grid(rows, delimited=True)
    lines = list(enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1))
    rows = _row_a_line(lines, _between_pipes) or _row_a_line(lines, _between_gaps) or _cell_a_line(lines)
    if len(rows) > limits.MAX_ROWS + 1:
        raise limits.RefusedError("too_many_rows", limit=limits.MAX_ROWS)
    return "text", Grid(rows, delimited=True)


def check_lines(text):
    """RefusedError when `text` has more lines, or longer ones, than any list."""
    if text.count("\n") + text.count("\r") > limits.MAX_LINES:
        raise limits.RefusedError("too_many_rows", limit=limits.MAX_ROWS)
    if max(map(len, text.replace("\r", "\n").split("\n"))) > limits.MAX_LINE:
        raise limits.RefusedError("line_too_long", limit=limits.MAX_LINE)


def csv_rows(text, delimiter):
    """The numbered rows of `text`, cut after the columns that are read. csv.Error for a quotation mark left open.

    RefusedError when the lines of one row, in quotation marks, hold more than any row does.
    """
    pending = 0

    def lines():
        nonlocal pending
        for line in io.StringIO(text, newline=""):
            pending += len(line)
            if pending > 2 * limits.MAX_LINE:
                raise limits.RefusedError("broken_file")
            yield line

    for number, cells in enumerate(csv.reader(lines(), delimiter=delimiter), 1):
        pending = 0
        yield number, cells[: limits.MAX_COLUMNS + 1]


def _delimited(text, delimiter):
    """The rows from the titles on, numbered as Excel numbers them; nothing where no titles stand."""
    rows = []
    try:
        for number, cells in csv_rows(text, delimiter):
            if cells and (rows or (len(cells) > 1 and is_header(map(printed, cells)))):
                rows.append((number, cells))
            if len(rows) > limits.MAX_ROWS + 1:
                raise limits.RefusedError("too_many_rows", limit=limits.MAX_ROWS)
    except csv.Error:  # a cell longer than any, as in a quotation mark that is never closed
        return []
    return rows


def _row_a_line(lines, split):
    """One row a line: all lines from the one with the titles on, split like it."""
    rows, width = [], 0
    for number, line in lines:
        if not line.strip(RULE):
            continue
        cells = split(line, width)[: limits.MAX_COLUMNS + 1]
        if not rows and len(cells) > 1 and is_header(map(printed, cells)):
            width = len(cells)
            rows.append((number, cells))
        elif rows:
            rows.append((number, cells))
    return rows


def _between_pipes(line, width):
    cells = PIPE.split(line.strip())
    if len(cells) == 1:
        return cells
    if cells and not cells[0].strip() and len(cells) > (width or 1):
        cells = cells[1:]
    if len(cells) > (width or 1) and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _between_gaps(line, width):
    cells = [cell for cell in GAP.split(line.strip()) if cell]
    return cells if width and len(cells) == width else line.split()


def _cell_a_line(lines):
    """One cell a line: the titles tell how many lines make a row."""
    cells = [(number, _lone(line)) for number, line in lines if line.strip()]
    for at, (_number, cell) in enumerate(cells):
        if role(cell) and (titles := _titles(cells[at : at + TITLED])):
            rest = cells[at + len(titles) :]
            rows = _numbered(rest, titles) if role(titles[0]) == SERIAL else _counted(rest, titles)
            return [(cells[at][0], titles), *rows]
    return []


def _lone(line):
    """The one cell of a line, without the separator before or after it."""
    return printed(PIPE.sub("", line) if len(PIPE.findall(line)) <= 2 else line)


def _titles(cells):
    """The titles with which `cells` begins, both sides among them; else None."""
    titles = []
    for _number, cell in cells:
        ends = serial_number(cell) is not None if role(cells[0][1]) == SERIAL else not role(cell)
        if ends:
            break
        titles.append(cell)
    return titles if is_header(titles) else None


def _numbered(cells, titles):
    """Rows that begin with their number: a missing or additional line spoils its own row only."""
    roles = [role(title) for title in titles]
    rows, loose, skip = [], [], 0
    for number, cell in cells:
        if skip := max(0, skip - 1):
            continue
        place = len(rows[-1][1]) if rows else len(titles)
        full = place == len(titles)
        numeric = serial_number(cell) is not None
        if numeric and (full or roles[place] not in (SERIAL, BATCH, None)):
            _keep_loose(rows, loose)
            rows.append((number, [cell]))
        elif not full and not loose:
            rows[-1][1].append(cell)
        elif cell == titles[0] or TOTAL.match(cell):  # a row to itself, of as many lines as any other
            skip = len(titles)
        else:
            loose.append(cell)
    _keep_loose(rows, [cell for cell in loose[:1] if is_school(cell)])
    return rows


def _keep_loose(rows, loose):
    """Lines between two rows belong to the row before, where they will be reported, unless they are notes."""
    if rows and loose and not NOTE.match(loose[0]):
        rows[-1][1].extend(loose)
    loose.clear()


def _counted(cells, titles):
    """Rows without a number: as many lines each as there are titles, up to the first sentence."""
    listed = []
    for number, cell in cells:
        if SENTENCE.search(cell) or (NOTE.match(cell) and len(listed) % len(titles) == 0):
            break
        listed.append((number, cell))
    groups = [listed[at : at + len(titles)] for at in range(0, len(listed), len(titles))]
    return [(group[0][0], [cell for _number, cell in group]) for group in groups]
