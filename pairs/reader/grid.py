"""Tables as found, before anything is known about their meaning."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import islice

from . import limits


@dataclass
class Grid:
    """Numbered rows of raw cells. `delimited`: the number of cells in a row means something."""

    rows: list[tuple[int, list]]
    name: str = ""
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)  # from 0
    delimited: bool = False
    beyond: int | None = None  # the first row with something beyond the columns that are read
    across: set[int] = field(default_factory=set)  # rows in which one cell reaches over several columns
    below: set[tuple[int, int]] = field(default_factory=set)  # row and column of what a cell above reaches down to


def fill_merged(rows, ranges):
    """Give every cell of the merged `ranges` (first row, first column, last row, last column) the value shown.

    `rows` maps row numbers to {column: value}; rows that hold nothing else stay away.
    """
    numbers = sorted(rows)
    budget = limits.MAX_MERGED
    for top, left, bottom, right in ranges:
        right = min(right, limits.MAX_COLUMNS - 1)
        budget -= 1 + max(0, min(bottom - top + 1, len(numbers))) * max(0, right - left + 1)
        if budget < 0:
            raise limits.RefusedError("unpacked_too_big")
        value = rows.get(top, {}).get(left, "")
        if value in ("", None):
            continue
        for number in between(numbers, top, bottom):
            rows[number].update(dict.fromkeys(range(left, right + 1), value))


def across(ranges):
    """The rows in which one of the merged `ranges` reaches over several columns."""
    return {top for top, left, bottom, right in ranges if top == bottom and left < right}


def below(rows, ranges):
    """The places in `rows` to which a cell of one column, among the merged `ranges`, reaches down."""
    numbers = sorted(rows)
    tall = ((top, left, bottom) for top, left, bottom, right in ranges if left == right and top < bottom)
    places = ((number, left) for top, left, bottom in tall for number in between(numbers, top + 1, bottom))
    return set(islice(places, limits.MAX_ROWS))


def between(numbers, first, last):
    """Those of the sorted `numbers` from `first` to `last`; a file may claim millions of rows."""
    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]


def dense(cells):
    """{column: value} as a list without holes."""
    return [cells.get(column, "") for column in range(max(cells) + 1)] if cells else []


class _Table:
    def __init__(self):
        self.rows = []
        self.row = None
        self.cell = None  # [column span, row span, merged with the one above]
        self.parts = []
        self.carried = {}  # column: [rows still to fill, text]
        self.above = {}  # column: text of the last cell that began a vertical merge
        self.across, self.below = set(), set()


class TableBuilder:
    """Builds grids from the opening and closing of tables, rows and cells; text outside of them is `loose`."""

    def __init__(self):
        self.grids = []
        self.loose = []
        self.stack = []
        self.characters = 0
        self.tables = 0

    def text(self, data):
        self.characters += len(data)
        if self.characters > limits.MAX_CHARACTERS:
            raise limits.RefusedError("unpacked_too_big")
        if not self.stack:
            self.loose.append(data)
        elif self.stack[-1].cell:
            self.stack[-1].parts.append(data)

    def open_table(self):
        self.tables += 1
        if len(self.stack) >= limits.MAX_DEPTH or self.tables > limits.MAX_TABLES:
            raise limits.RefusedError("unpacked_too_big")
        self.stack.append(_Table())

    def open_row(self):
        if self.stack:
            self.close_row()
            self.stack[-1].row = []

    def open_cell(self, columns=1, rows=1):
        if not self.stack:
            return
        table = self.stack[-1]
        if table.row is None:
            self.open_row()
        self.close_cell()
        if len(table.row) >= limits.MAX_COLUMNS:  # what stands further to the right is read by nobody
            return
        self._carry(table)
        table.cell = [max(1, min(columns, limits.MAX_COLUMNS)), max(1, rows), None]
        table.parts = []

    def span(self, columns):
        """Word says how wide a cell is after opening it."""
        if self.stack and self.stack[-1].cell:
            self.stack[-1].cell[0] = max(1, min(columns, limits.MAX_COLUMNS))

    def merge(self, begins):
        """Word's vertical merge: the cell `begins` one or goes on with the one above."""
        if self.stack and self.stack[-1].cell:
            self.stack[-1].cell[2] = "begins" if begins else "goes on"

    def close_cell(self):
        table = self.stack[-1] if self.stack else None
        if not table or not table.cell:
            return
        columns, rows, merged = table.cell
        text = "".join(table.parts)[: limits.MAX_CELL].strip()
        column = len(table.row)
        if columns > 1 and rows == 1 and not merged:
            table.across.add(len(table.rows) + 1)
        if merged == "goes on":
            text = table.above.get(column, "")
            table.below.add((len(table.rows) + 1, column))
        elif merged == "begins":
            table.above[column] = text
        for at in range(column, min(column + columns, limits.MAX_COLUMNS)):
            table.row.append(text)
            if rows > 1:
                table.carried[at] = [rows - 1, text]
        table.cell = None

    def close_row(self):
        table = self.stack[-1] if self.stack else None
        if not table or table.row is None:
            return
        self.close_cell()
        self._carry(table)
        table.rows.append(table.row)
        table.row = None
        if len(table.rows) > limits.MAX_ROWS + 1:
            raise limits.RefusedError("too_many_rows", limit=limits.MAX_ROWS)

    def close_table(self):
        if self.stack:
            self.close_row()
            table = self.stack.pop()
            name = str(len(self.grids) + 1)
            self.grids.append(Grid(list(enumerate(table.rows, 1)), name, across=table.across, below=table.below))

    def close(self):
        while self.stack:
            self.close_table()

    @staticmethod
    def _carry(table):
        """Fill the columns that cells of earlier rows reach down into."""
        while (carried := table.carried.get(len(table.row))) and carried[0] > 0:
            carried[0] -= 1
            table.below.add((len(table.rows) + 1, len(table.row)))
            table.row.append(carried[1])
