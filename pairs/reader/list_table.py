"""From tables to the list: which of them it is, where its titles stand, and whether anything in it is personal.

Personal data has no place in a list of universities: it is found by title and by content, and never repeated.
"""

import re
import unicodedata
from dataclasses import replace

from core.personal_data import IDENTITY, MOBILE
from pairs.directory.name_matching import fold

from . import limits
from .cell_values import (
    RECIPIENT,
    SERIAL,
    SUPPORTER,
    is_header,
    is_school,
    printed,
    role,
    serial_number,
    titles_twice,
)
from .choice import choosable
from .result import ListIssue
from .role_columns import combined
from .row_reader import ListReader, shortened

_WORDS = (
    "身份证|证件号|证件类型|护照|学号|考生号|准考证|姓名|名字|联系人|负责人|手机|移动电话|联系电话|联系方式|电话|邮箱|电子邮件|微信|qq号?"
    "|出生日期|出生年月|性别|民族|政治面貌|住址|家庭地址|通讯地址|银行卡|银行账号|e-?mail|phone|mobile|wechat|idnumber|idcard"
    "|passport|studentname|studentid|fullname|dateofbirth"
)
_TITLE = re.compile(_WORDS)
_WHOLE_TITLE = re.compile(rf".{{0,6}}(?:{_WORDS})(?:号码|号|码|number|no\.?)?")
MAX_CONTACTS = 20  # rows; whom to ask about a list needs no more
_OF_STUDENTS = re.compile(
    "身份证|证件号|证件类型|护照|学号|考生号|准考证|出生|性别|民族|政治面貌|住址|家庭地址|银行|idnumber|idcard|passport|studentname|studentid"
    "|学生姓名|毕业生姓名|dateofbirth"
)
_NUMBER = re.compile(f"{IDENTITY.pattern}|{MOBILE.pattern}", re.IGNORECASE)
_IDENTITY = re.compile("(?<![0-9])[0-9]{17}[0-9x](?![0-9x])", re.IGNORECASE)
_DIGEST = re.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")  # a checksum, as the covers of our own files have it
_REACHED = re.compile(r"[0-9][0-9 ()（）—–-]{6,}[0-9]|[^@\s]+@[^@\s]+\.[^@\s]+")


def list_in(grids, reading, shape):
    """Fill `reading` with the rows and findings of the one list among `grids`."""
    check_characters(grids)
    chosen = shape.choice
    tables = [ListTable(grid, shape, chosen and chosen.table == at) for at, grid in enumerate(grids)]
    lists = [table for table in tables if table.titles]
    for table in tables:
        if table.titles or not lists or not are_contacts(table.rows):
            reading.errors += personal_data(table.rows, table.titles)
    if reading.errors:
        return reading
    offered = [choosable(table.as_printed, table.header_row, lists) for table in tables]
    reading.tables = [grid for grid in offered if grid and not personal_data(grid.rows)]
    if len(lists) == 1:
        reading.table = lists[0]
        ListReader(lists[0], reading, shape).read()
        _warn_about_others(tables, lists[0], reading)
    else:
        reading.errors.append(_several(lists) if lists else _no_list(tables))
    return reading


def check_characters(grids):
    """RefusedError when the cells of `grids` together, the merged ones among them, hold too much to be looked at."""
    characters = 0
    for grid in grids:
        for _number, cells in grid.rows:
            characters += sum([len(cell) for cell in cells if isinstance(cell, str)])
            if characters > limits.MAX_CHARACTERS:
                raise limits.RefusedError("unpacked_too_big")


def _several(lists):
    return ListIssue.of("two_lists", tables=", ".join(f"“{table.grid.name}”" for table in lists))


def _no_list(tables):
    """What is missing, beside the titles that were found."""
    rows = [(row, [role(cell) for cell in row[1]]) for table in tables for row in table.rows[: limits.MAX_ABOVE]]
    best = max(rows, key=lambda pair: len({RECIPIENT, SUPPORTER, SERIAL} & set(pair[1])), default=None)
    if not best or not {RECIPIENT, SUPPORTER, SERIAL} & set(best[1]):
        return ListIssue.of("no_list")
    (number, titles), roles = best
    missing = "、".join(name for name, kind in (("受援高校", RECIPIENT), ("支援高校", SUPPORTER)) if kind not in roles)
    found = "、".join(title[:40] for title in titles if title)
    return ListIssue.of("column_missing", number, None, shortened(found), missing=missing, found=found)


def _warn_about_others(tables, chosen, reading):
    for table in tables:
        name = table.grid.name
        if table.grid.hidden:
            reading.warnings.append(ListIssue.of("hidden_sheet", None, None, name, name=name))
        if table is not chosen and any(chosen.lost(table.rows)):
            reading.warnings.append(ListIssue.of("table_left_out", None, None, name, name=name))


class ListTable:
    """One grid, cleaned, with its titles where it is a list."""

    def __init__(self, grid, shape, chosen=None):
        self.grid, self.shape = grid, shape
        self.rows = [(number, [*map(printed, cells[: limits.MAX_COLUMNS])]) for number, cells in grid.rows]
        self.rows = [row for row in self.rows if any(row[1])]
        if len(self.rows) > limits.MAX_ROWS + 1:
            raise limits.RefusedError("too_many_rows", limit=limits.MAX_ROWS)
        self.as_printed = replace(grid, rows=self.rows)
        self.titles, self.above, self.header_row = [], [], None
        if chosen is None:
            self._find_header()
        elif chosen:
            self._take_choice(shape.choice)

    def _find_header(self):
        self.rows = combined(self.rows, self.shape.roles)
        for index, (number, cells) in enumerate(self.rows[: limits.MAX_ABOVE]):
            if is_header(cells):
                self._set_header(index, number, cells)
                break

    def _set_header(self, index, number, cells):
        """Take the titles; where one spans several columns, the titles under it tell them apart."""
        titles, below = cells, index + 1
        if titles_twice(titles) and below < len(self.rows):
            under = self.rows[below][1]
            joined = [a if a == b or not b else a + b for a, b in zip(titles, under, strict=False)]
            if is_header(joined) and not titles_twice(joined):
                titles, below = joined, below + 1
        self.titles, self.header_row = titles, number
        self.above, self.rows = self.rows[:index], [(number, titles), *self.rows[below:]]
        self._drop_notes()

    def _take_choice(self, choice):
        """Begin where a person said; the row before it may have titles of other columns."""
        own = next((cells for number, cells in self.rows if number == choice.first - 1), [])
        rows = [(number, cells) for number, cells in self.rows if number >= choice.first]
        width = max([1 + at for _kind, at in choice.columns] + [len(cells) for _number, cells in rows])
        self.titles, self.header_row = choice.titles(own, width), choice.first - 1
        self.rows = [(self.header_row, self.titles), *rows]
        self._drop_notes()

    def _drop_notes(self):
        while len(self.rows) > 1 and _is_note(self.rows[-1][1]):
            self.rows.pop()

    def could_hold(self, cells):
        """Whether a row of another table has the shape of this list's rows."""
        roles = [role(title) for title in self.titles]
        if SERIAL not in roles or len(cells) != len(self.titles) or any(map(reaches_somebody, cells)):
            return False
        return all(cells) and serial_number(cells[roles.index(SERIAL)]) is not None

    def lost(self, rows):
        """The numbers of those `rows`, not read, that could be pairs: under other titles only those of two schools."""
        titled = False
        for number, cells in rows:
            if any(role(cell) == SERIAL for cell in cells):
                titled = True
            elif self.could_hold(cells) and (not titled or self._names_schools(cells)):
                yield number

    def _names_schools(self, cells):
        sides = [cell for title, cell in zip(self.titles, cells, strict=True) if role(title) in (RECIPIENT, SUPPORTER)]
        return all(map(is_school, sides))


def _is_note(cells):
    """A remark below the list: one text at the left that is neither a number nor a school."""
    first = cells[0]
    return {*cells} <= {"", first} and first and serial_number(first) is None and not is_school(first)


def are_contacts(rows):
    """Whether a table beside the list only says whom to ask: few rows, no identity numbers, nothing about students."""
    lines = [_DIGEST.sub("", unicodedata.normalize("NFKC", "\t".join(cells))) for _number, cells in rows]
    return len(lines) <= MAX_CONTACTS and not any(
        _IDENTITY.search(line) or _OF_STUDENTS.search(fold(line)) for line in lines
    )


def reaches_somebody(cell):
    """Whether `cell` is a telephone number or an address of mail, and so no name of a university."""
    return _REACHED.fullmatch(unicodedata.normalize("NFKC", cell).strip()) is not None


def personal_data(rows, titles=()):
    """One finding for each column that looks like personal data; its values are never part of it.

    `rows` are numbered rows of printed cells, the first of them with the `titles` where those are known.
    """
    found = {}
    for column, title in enumerate(titles):
        if len(title) <= 40 and _TITLE.search(fold(title)):
            found[column] = _private(rows[0][0], title[:40], "personal_column")
    for number, cells in rows:
        line = "\t".join(cells)
        if not line.isascii() and not unicodedata.is_normalized("NFKC", line):
            line = unicodedata.normalize("NFKC", line)
        if _NUMBER.search(line) or _TITLE.search(line.casefold()):
            _look_closer(found, number, cells, titles)
    return list(found.values())


def is_private_header(row):
    """Whether a numbered row has titles of personal data, so that the rows below it are about persons."""
    cells = [unicodedata.normalize("NFKC", cell) for cell in row[1]]
    return len(cells) > 2 and any(len(cell) <= 20 and _WHOLE_TITLE.fullmatch(fold(cell)) for cell in cells)


def names_persons(text):
    """Whether a line of `text` has titles of personal data, so that it is a table of persons."""
    lines = (re.split("[\t,，|｜;； ]+", line.strip()) for line in text.splitlines())
    return any(is_private_header((0, cells)) for cells in lines)


def _look_closer(found, number, cells, titles):
    for column, cell in enumerate(cells):
        if column in found:
            continue
        cell = unicodedata.normalize("NFKC", cell)
        title = titles[column] if column < len(titles) else ""
        if _NUMBER.search(cell):
            found[column] = _private(number, None if _NUMBER.search(title) else title or None)
        elif len(cell) <= 20 and _WHOLE_TITLE.fullmatch(fold(cell)):
            found[column] = _private(number, cell[:40], "personal_column")


def _private(number, title, said="personal_data"):
    return ListIssue.of("personal_data", number, title, said=said, title=title)
