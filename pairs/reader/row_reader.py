"""The rows of a list, one by one: everything wrong with them that the list alone can tell."""

import re

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel

from pairs.directory.name_matching import fold

from . import limits
from .cell_values import (
    BATCH,
    KNOWN,
    RECIPIENT,
    RECIPIENT_CODE,
    RECIPIENT_TITLES,
    REMARK,
    ROLE,
    SERIAL,
    SUPPORTER,
    SUPPORTER_CODE,
    SUPPORTER_TITLES,
    batch_number,
    is_party,
    role,
    serial_number,
    titles_twice,
    unstorable,
)
from .group_rows import SEPARATORS, GroupRows, role_key
from .result import ListIssue, ListRow

MAX_SERIAL = 20_000  # as pairs.models.pair has it; a reader imports no model
DAYS_IN_EXCEL = range(36_526, 73_051)  # the days of 2000 to 2099, as numbers
MAX_NAME = 100
CODE_DIGITS = 10
MAX_NAMES = 1000  # of the supporters of a group in one cell
HEADING = re.compile(
    "(?:.*(?:高校|院校)|本科|高职|高职高专|专科|高职[(（]专科[)）]|中职)(?:[(（][^()（）]*[)）])?[:：]?"
)
TOTAL = ("合计", "总计", "共计", "小计", "总数", "total", "Total", "TOTAL")
NOTE = re.compile(
    r"注[:：释]|备注|说明|附[注件]|[※*]|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|续表|第\s*\d+\s*页"
)


def shortened(text):
    """`text` as a finding repeats it: at most 100 characters, all of them printable."""
    text = "".join(mark if mark.isprintable() else "�" for mark in text[:101])
    return text if len(text) <= 100 else text[:99] + "…"


def spans(numbers, most=None):
    """Numbers in order as a person writes them: 3, 5–7; only the first `most` runs where that is given."""
    runs = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    texts = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:most]]
    return ", ".join([*texts, "…"] if len(texts) < len(runs) else texts)


def _same(name, other):
    """Whether two names are one. Folding is left out where they begin with different Chinese characters."""
    if name[0] != other[0] and "\u4e00" <= name[0] <= "\u9fff" and "\u4e00" <= other[0] <= "\u9fff":
        return False
    return fold(name) == fold(other)


class ListReader:
    """Reads the rows of the one list into a Reading, collecting everything that is wrong or odd."""

    def __init__(self, table, reading, shape):
        self.table, self.reading, self.shape = table, reading, shape
        self.titles = table.titles
        self.columns = {}
        for at, title in enumerate(self.titles):
            self.columns.setdefault(role(title), at)
        self.recipient, self.supporter = self.columns[RECIPIENT], self.columns[SUPPORTER]
        self.untitled = [at for at, title in enumerate(self.titles) if not title]
        self.needed = 1 + max(self.recipient, self.supporter)
        self.groups = self._groups() if shape.several else None
        self.roles = {role_key(name) for name in shape.roles}
        self.seen = {}
        self.without_serial = []

    def read(self):
        if twice := titles_twice(self.titles):
            titles = "、".join(dict.fromkeys(twice))
            return self._error("column_twice", self.table.header_row, value="、".join(twice), titles=titles)
        for number in self.table.lost(self.table.above):
            self._error("row_above_titles", number)
        for number, cells in self.table.rows[1:]:
            if len(self.reading.errors) >= limits.MAX_FINDINGS:
                self._error("more_errors", limit=limits.MAX_FINDINGS)
                break
            if not self._is_set_apart(number, cells):
                self._read_row(number, cells)
        if not self.reading.rows and not self.reading.errors:
            self._error("no_rows")
        if self.seen and self.without_serial:  # a list without any number is a list of another kind
            self._warn_missing_serials()
        self._warn_unknown_columns()
        if is_party(self.titles[self.recipient]) and is_party(self.titles[self.supporter]):
            self._warning("sides_assumed", self.table.header_row)
        if self.table.grid.hidden_rows or self.table.grid.hidden_columns:
            self._warn_hidden(self.table.grid)

    def _groups(self):
        pasted = self.table.grid.delimited and not self.reading.encoding
        return GroupRows(self.columns.get(SERIAL), self.recipient, self.supporter, len(self.titles), pasted)

    # Rows that hold no pair

    def _is_set_apart(self, number, cells):
        """Titles repeated on the next page, a sum, a remark: recognised and left out."""
        first = next(filter(None, cells))
        if first.startswith(TOTAL):
            self._check_total(number, cells)
            return True
        if self._is_heading(number, first, cells):
            if self.groups:
                self.groups.end()
            return True
        if len(cells) < self.needed:
            return False
        recipient, supporter = cells[self.recipient], cells[self.supporter]
        if recipient == self.titles[self.recipient]:
            return True
        return len(recipient) <= 12 and fold(recipient) in RECIPIENT_TITLES and fold(supporter) in SUPPORTER_TITLES

    def _is_heading(self, number, first, cells):
        """A remark or the heading of a part: one text, merged over both sides or in words that name no school."""
        if not {*cells} <= {"", first}:
            return False
        sides = cells[self.recipient : self.recipient + 1] == cells[self.supporter : self.supporter + 1] == [first]
        merged = sides and number in self.table.grid.across
        alone = cells[0] == first and self.supporter and not (sides or serial_number(first))
        return bool(NOTE.match(first) or merged or (alone and HEADING.fullmatch(first)))

    def _check_total(self, number, cells):
        stated = {int(digits) for cell in cells for digits in re.findall("[0-9]{1,6}", cell)}
        read, counted = len(self.reading.rows), {len(self.reading.rows)}
        if self.shape.several:
            if any(SEPARATORS.search(row.supporter) for row in self.reading.rows):
                return
            counted.add(len({row.recipient for row in self.reading.rows}))
        if len(stated) == 1 and not stated & counted and not self.reading.errors:
            row = shortened(" ".join(filter(None, cells)))
            self._warning("total_differs", number, value=row, stated=stated.pop(), read=read)

    # One row

    def _read_row(self, number, cells):
        if not self.groups:
            return self._read_pair(number, cells, False)
        if (number, self.recipient) in self.table.grid.below:
            cells = [*cells[: self.recipient], "", *cells[self.recipient + 1 :]]
        for whole, filled in self.groups.complete(cells):
            self._read_pair(number, whole, filled)

    def _read_pair(self, number, cells, filled):
        if self.table.grid.delimited and len(cells) < self.needed:
            row = shortened(" | ".join(cells))
            return self._error("too_few_cells", number, value=row, found=len(cells), titles=len(self.titles))
        cells = cells + [""] * (self.needed - len(cells))
        if any(cells[len(self.titles) :]) or any(cells[at] for at in self.untitled if at < len(cells)):
            self._error("too_many_cells", number, value=shortened(" | ".join(filter(None, cells))))
        recipient, supporter = cells[self.recipient], cells[self.supporter]
        named = self._check_name(number, self.recipient, recipient)
        named = self._check_name(number, self.supporter, supporter) and named
        if named and _same(recipient, supporter):
            self._error("same_university", number, self.supporter, supporter)
        batch = self._batch(number, cells)
        serial = self._serial(number, batch, cells, recipient)
        if named:
            codes = (self._code(cells, kind) for kind in (RECIPIENT_CODE, SUPPORTER_CODE))
            facts = serial, batch, self._role(cells), *codes
            self.reading.rows.append(ListRow(number, recipient, supporter, *facts, filled))

    def _check_name(self, number, column, name):
        """Whether `name` can be a name at all."""
        if not name:
            self._error("empty_cell", number, column, title=self.titles[column])
        elif unstorable(name):
            self._error("control_character", number, column, name)
        elif len(name) > (limit := self._longest(column, name)):
            self._error("too_long", number, column, name, limit=limit)
        else:
            return True
        return False

    def _longest(self, column, name):
        several = self.shape.several and column == self.supporter and SEPARATORS.search(name)
        return MAX_NAMES if several else MAX_NAME

    def _role(self, cells):
        """The part of the supporter: in a column of its own, or in the remarks where they name one that is known."""
        if text := self._cell(cells, ROLE):
            return text
        remark = self._cell(cells, REMARK)
        return remark if role_key(remark) in self.roles else ""

    def _code(self, cells, kind):
        text = self._cell(cells, kind)
        return text if text.isascii() and text.isdigit() and len(text) == CODE_DIGITS else ""

    def _cell(self, cells, kind):
        column = self.columns.get(kind)
        return cells[column] if column is not None and column < len(cells) else ""

    def _serial(self, number, batch, cells, recipient):
        """The serial number of the row; None where there is none or it is wrong. A group of supporters may share it."""
        column, text = self.columns.get(SERIAL), self._cell(cells, SERIAL)
        if not text:
            self.without_serial.append(number)
            return None
        serial = serial_number(text)
        if serial is None:
            self._error("serial_not_number", number, column, text)
        elif serial in DAYS_IN_EXCEL:
            self._error("serial_is_date", number, column, text, day=f"{from_excel(serial):%Y-%m-%d}")
            serial = None
        elif not 1 <= serial <= MAX_SERIAL:
            self._error("serial_out_of_range", number, column, text, limit=MAX_SERIAL)
            serial = None
        elif (first := self.seen.setdefault((batch, serial), (number, recipient)))[1] != recipient:
            self._error("serial_twice", number, column, str(serial), row=first[0], serial=serial)
        return serial

    def _batch(self, number, cells):
        column, text = self.columns.get(BATCH), self._cell(cells, BATCH)
        batch = batch_number(text) if text else None
        if text and not batch:
            self._error("batch_not_number", number, column, text)
        return batch or None

    # The whole list

    def _warn_missing_serials(self):
        rows, column = self.without_serial, self.columns[SERIAL]
        self._warning("serial_missing", rows[0], column, rows=spans(rows))

    def _warn_unknown_columns(self):
        for at, title in enumerate(self.titles):
            known = self.roles | {""} if role(title) == REMARK else {""}
            unknown = title and role(title) in (None, REMARK)
            if unknown and any(
                len(cells) > at and role_key(cells[at]) not in known for _number, cells in self.table.rows[1:]
            ):
                self._warning("unknown_column", self.table.header_row, at, title, title=shortened(title))
        filled = {at for _number, cells in self.table.rows[1:] for at, cell in enumerate(cells) if cell}
        if ignored := [title for at, title in enumerate(self.titles) if role(title) == KNOWN and at in filled]:
            titles = shortened("、".join(ignored))
            self._warning("columns_ignored", self.table.header_row, value=titles, titles=titles)
        if self.table.grid.beyond:
            self._warning("columns_beyond", self.table.grid.beyond)

    def _warn_hidden(self, grid):
        if rows := [number for number, _cells in self.table.rows if number in grid.hidden_rows]:
            self._warning("hidden_rows", rows[0], value=spans(rows), rows=spans(rows))
        for at in sorted(grid.hidden_columns):
            if at < len(self.titles) and self.titles[at]:
                facts = {"letters": get_column_letter(at + 1), "title": shortened(self.titles[at])}
                self._warning("hidden_column", self.table.header_row, at, **facts)

    def _error(self, code, number=None, at=None, value="", **facts):
        self.reading.errors.append(self._finding(code, number, at, value, facts))

    def _warning(self, code, number=None, at=None, value="", **facts):
        self.reading.warnings.append(self._finding(code, number, at, value, facts))

    def _finding(self, code, number, at, value, facts):
        title = None if at is None else shortened(self.titles[at])
        return ListIssue.of(code, number, title, shortened(value), **facts)
