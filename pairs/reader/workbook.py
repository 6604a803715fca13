"""Excel workbooks as grids: .xlsx streamed cell by cell, .xls through xlrd. Declared dimensions count for nothing."""

import os
import posixpath
import re

import xlrd

from core import zip_directories

from . import limits
from .grid import Grid, across, below, dense, fill_merged

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_HELD = (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)
_NOTHING = bytes([xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK])
LETTERS = 3  # of a column at most
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def xlsx_grids(package):
    """The sheets of a workbook, in its order."""
    sheets, parts = _sheets(package)
    strings = _shared_strings(package, parts)
    grids = []
    for part, (name, hidden) in list(sheets.items())[: limits.MAX_SHEETS]:
        sheet = _Sheet(strings, package.count)
        package.parse(part, sheet.start, sheet.end, sheet.text)
        grids.append(sheet.grid(name, hidden))
    return grids


def _sheets(package):
    """{part: (name, hidden)} of the worksheets, each part once, and the other parts of the workbook by kind."""
    listed, relations = [], {}

    def sheet(tag, attributes):
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            listed.append((attributes.get("name", "")[:100], hidden, relation[:100]))
            if len(listed) > zip_directories.MAX_ENTRIES:
                raise limits.RefusedError("unpacked_too_big")

    def relation(tag, attributes):
        if tag == "Relationship":
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")[:300])).lstrip("/")
            relations[attributes.get("Id", "")[:100]] = (attributes.get("Type", "").rpartition("/")[2][:100], target)
            if len(relations) > zip_directories.MAX_ENTRIES:
                raise limits.RefusedError("unpacked_too_big")

    package.parse("xl/workbook.xml", sheet)
    package.parse("xl/_rels/workbook.xml.rels", relation)
    parts = {kind: target for kind, target in relations.values() if target in package}
    sheets = {}
    for name, hidden, key in listed:
        kind, part = relations.get(key, ("", ""))
        if kind == "worksheet":
            sheets.setdefault(part, (name, hidden))
    return sheets, parts


def _shared_strings(package, parts):
    part = parts.get("sharedStrings")
    if not part:
        return []
    if package.sizes[part] > limits.MAX_SHARED_STRINGS:
        raise limits.RefusedError("unpacked_too_big")
    strings = _Strings()
    package.parse(part, strings.start, strings.end, strings.text)
    return strings.found


class _Strings:
    """The texts that cells refer to by number; the phonetic guide beside a text is left out."""

    def __init__(self):
        self.found = []
        self.parts, self.length = [], 0
        self.open = self.phonetic = False

    def start(self, tag, _attributes):
        if tag == "t":
            self.open = not self.phonetic
        elif tag == "si":
            self.parts, self.length = [], 0
        elif tag == "rPh":
            self.phonetic = True

    def text(self, data):
        if self.open and self.length < limits.MAX_CELL:
            self.parts.append(data[: limits.MAX_CELL])
            self.length += len(data)

    def end(self, tag):
        if tag == "t":
            self.open = False
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "si":
            self.found.append(_unescaped("".join(self.parts)))


def _unescaped(text):
    """Excel writes characters that XML cannot hold as _xHHHH_."""
    text = text[: limits.MAX_CELL]
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class _Sheet:
    """Collects the cells of one sheet that hold something; empty and far-off ones cost nothing."""

    def __init__(self, strings, count):
        self.strings = strings
        self.count = count  # told each text that is kept
        self.rows = {}
        self.merged = []
        self.hidden_rows = set()
        self.hidden_columns = set()
        self.beyond = None
        self.row = 0
        self.column = -1
        self.kind = "n"
        self.open = self.phonetic = self.hidden = False
        self.parts, self.length = [], 0

    def start(self, tag, attributes):
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v" or tag == "t":
            self.open = not self.phonetic
        elif tag == "row":
            self.row = _row(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = -1
            self.hidden = _true(attributes.get("hidden"))
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "col" and _true(attributes.get("hidden")):
            first, last = max(int(attributes["min"]), 1), min(int(attributes["max"]), limits.MAX_COLUMNS)
            self.hidden_columns.update(range(first - 1, last))
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _start_cell(self, attributes):
        reference = attributes.get("r")
        self.column = column_index(reference.rstrip("0123456789")) if reference else self.column + 1
        self.kind = attributes.get("t", "n")
        self.parts, self.length = [], 0

    def text(self, data):
        if self.open and self.length < limits.MAX_CELL:
            self.parts.append(data[: limits.MAX_CELL])
            self.length += len(data)

    def end(self, tag):
        if tag == "v" or tag == "t":
            self.open = False
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "c" and self.parts:
            self._keep(self._value())

    def _value(self):
        text = "".join(self.parts)[: limits.MAX_CELL]
        if self.kind == "s":
            number = int(text)
            return self.strings[number] if 0 <= number < len(self.strings) else ""
        if self.kind == "n":
            return text if text.isdigit() else float(text)
        return _unescaped(text)

    def _keep(self, value):
        if value == "":
            return
        if self.column >= limits.MAX_COLUMNS:
            self.beyond = self.beyond or self.row
            return
        self.rows.setdefault(self.row, {})[self.column] = value
        self.count(value if isinstance(value, str) else "")
        if self.hidden:
            self.hidden_rows.add(self.row)
        if len(self.rows) > limits.MAX_ROWS + 1:
            raise limits.RefusedError("too_many_rows", limit=limits.MAX_ROWS)

    def _merge(self, reference):
        first, _colon, last = reference.partition(":")
        corners = [_REFERENCE.fullmatch(corner) for corner in (first, last or first)]
        if all(corners):
            (top, left), (bottom, right) = ((int(c[2]), column_index(c[1])) for c in corners)
            self.merged.append((top, left, bottom, right))
            if len(self.merged) > limits.MAX_MERGES:
                raise limits.RefusedError("unpacked_too_big")

    def grid(self, name, hidden):
        fill_merged(self.rows, self.merged)
        rows = [(number, dense(cells)) for number, cells in sorted(self.rows.items())]
        hidden = hidden, self.hidden_rows, self.hidden_columns
        merged = {"across": across(self.merged), "below": below(self.rows, self.merged)}
        return Grid(rows, name, *hidden, beyond=self.beyond, **merged)


def _row(text):
    """The number of a row; ValueError when no sheet has such a row."""
    number = int(text) if len(text) <= 7 else 0
    if number < 1:
        raise ValueError(text)
    return number


def _true(value):
    return value in ("1", "true")


def column_index(letters):
    """The place of a column from 0: A is 0, XFD is 16383. ValueError when it has no such letters, or too many."""
    if len(letters) > LETTERS:
        raise ValueError(letters[:LETTERS])
    index = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        index = index * 26 + ord(letter) - 64
    return index - 1


def xls_grids(data):
    """The sheets of an old .xls workbook."""
    if len(data) > limits.MAX_XLS:
        raise limits.RefusedError("too_big", limit=limits.MAX_XLS // limits.MEGABYTE)
    try:
        with open(os.devnull, "w") as silence:
            book = xlrd.open_workbook(file_contents=data, logfile=silence, formatting_info=True, ragged_rows=True)
    except Exception as error:  # xlrd raises whatever a damaged file happens to break
        raise limits.RefusedError("broken_file") from error
    return [_xls_grid(sheet) for sheet in book.sheets()[: limits.MAX_SHEETS]]


def _xls_grid(sheet):
    rows, beyond = {}, None
    for index in range(sheet.nrows):
        kinds = sheet.row_types(index)
        if not beyond and kinds[limits.MAX_COLUMNS :].tobytes().strip(_NOTHING):
            beyond = index + 1
        values = zip(kinds, sheet.row_values(index, 0, limits.MAX_COLUMNS), strict=False)
        cells = {at: value for at, (kind, value) in enumerate(values) if kind in _HELD and value != ""}
        if cells:
            rows[index + 1] = cells
        if len(rows) > limits.MAX_ROWS + 1:
            raise limits.RefusedError("too_many_rows", limit=limits.MAX_ROWS)
    merged = [(top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells]
    fill_merged(rows, merged)
    hidden_rows = {index + 1 for index, info in sheet.rowinfo_map.items() if info.hidden}
    hidden_columns = {index for index, info in sheet.colinfo_map.items() if info.hidden}
    filled = [(number, dense(cells)) for number, cells in sorted(rows.items())]
    hidden = sheet.visibility != 0, hidden_rows, hidden_columns
    return Grid(filled, sheet.name, *hidden, beyond=beyond, across=across(merged), below=below(rows, merged))
