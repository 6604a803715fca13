"""The table of a list as it was read, kept so that the list can be read again with some of its cells corrected."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from .cell_values import KNOWN, RECIPIENT, REMARK, SERIAL, printed, role
from .grid import Grid
from .group_rows import DITTO
from .list_table import list_in
from .result import Reading, storable

# Said of the file, not of its cells: true whatever is corrected.
OF_THE_FILE = {"hidden_sheet", "hidden_rows", "hidden_column", "columns_beyond", "table_left_out"}
SPLIT = "↵"  # typed or chosen in a cell: what stands behind it becomes a row of its own
OF_THE_FILE |= {"unknown_column", "columns_ignored"}


@dataclass
class KeptTable:
    """The rows of the list's table as printed, the titles among them, each with the number Excel shows."""

    header_row: int
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    delimited: bool = False
    across: list[int] = field(default_factory=list)  # as a Grid has it

    @classmethod
    def of(cls, table):
        """What is kept of the ListTable `table`: no column that is not read, and nothing above the titles but pairs."""
        left = {None, KNOWN} if table.shape.roles else {None, KNOWN, REMARK}
        unread = {at for at, title in enumerate(table.titles) if title and role(title) in left}
        lost = {*table.lost(table.above)}
        above = [(number, cells) for number, cells in table.above if number in lost]
        below = merged_recipients(table)
        rows = [
            (number, ["" if at in unread or (number, at) in below else storable(cell) for at, cell in enumerate(cells)])
            for number, cells in [*above, *table.rows[1:]]
        ]
        titles = (table.header_row, [*map(storable, table.titles)])
        rows.insert(len(above), titles)
        return cls(table.header_row, rows, table.grid.delimited, sorted(table.grid.across))

    def as_stored(self):
        facts = {"header_row": self.header_row, "delimited": self.delimited, "across": self.across}
        return facts | {"rows": [*map(list, self.rows)]}

    @classmethod
    def from_stored(cls, kept):
        return cls(**kept | {"rows": [(number, cells) for number, cells in kept["rows"]]})

    def cell(self, number, column):
        """What was read at this place; empty where the row is too short or not there."""
        cells = self.by_number.get(number, [])
        return cells[column] if column < len(cells) else ""

    @cached_property
    def by_number(self):
        return dict(reversed(self.rows))

    def split(self, cells):
        """The rows that a corrected one stands for: several where a cell was split; only the first has the number."""
        parts = [[part.strip() for part in cell.split(SPLIT)] for cell in cells]
        rows = [[one[min(at, len(one) - 1)] for one in parts] for at in range(max(map(len, parts)))]
        for row in rows[1:]:
            for at, title in enumerate(self.titles[: len(row)]):
                if role(title) == SERIAL:
                    row[at] = ""
        return rows

    @property
    def titles(self):
        return self.by_number[self.header_row]

    def column(self, title):
        """Where the column called `title` stands; a finding may call it as the published lists do. None: nowhere."""
        titles = self.titles
        if title in titles:
            return titles.index(title)
        wanted = title and role(title)
        return next((at for at, one in enumerate(titles) if wanted and role(one) == wanted), None)

    def columns(self, number):
        """{place: title} of what can be corrected in a row: the columns that are read, and what stands beyond them."""
        titles, cells = self.titles, self.by_number.get(number, [])
        filled = {at for at, cell in enumerate(cells) if cell}
        read = {at: title for at, title in enumerate(titles) if title and role(title) not in (None, KNOWN)}
        read = {at: title for at, title in read.items() if role(title) != REMARK or at in filled}
        return read | {at: "" for at in sorted(filled) if at >= len(titles) or not titles[at]}

    def as_text(self):
        """The columns that are read, titles first, as tab-separated text."""
        read = self.columns(self.header_row)
        rows = [(self.header_row, self.titles), *((number, cells) for number, cells in self.rows)]
        lines = [[cells[at] if at < len(cells) else "" for at in read] for number, cells in rows]
        return "\n".join("\t".join(line) for at, line in enumerate(lines) if not at or rows[at][0] != self.header_row)

    def with_corrections(self, corrections, several=False):
        """The table with `corrections`, {(row, column): text}, put in; (row, None) leaves the row out.

        `several`: rows may follow under one recipient, and keep it when the row that names it is left out.
        """
        changed = {}
        for (number, at), text in corrections.items():
            changed.setdefault(number, {})[at] = text
        out = {number for number, cells in changed.items() if None in cells}
        rows = []
        for number, cells in self.rows:
            whole = self.split(replaced(cells, changed[number])) if number in changed else [cells]
            rows += [(number, one) for one in whole]
        rows = self._handed_down(rows, out) if several else rows
        return replace(self, rows=[(number, cells) for number, cells in rows if number not in out])

    def _handed_down(self, rows, out):
        """`rows` with the recipient of each row in `out` written into the row that follows under it."""
        places = [at for at in (self.column("受援高校"), self.column("序号")) if at is not None]
        carried = {}
        for number, cells in rows:
            names = len(cells) > places[0] and cells[places[0]] not in ("", *DITTO)
            if number in out:
                carried = {at: cells[at] for at in places if at < len(cells)} if names else carried
            elif carried and not names:
                cells, carried = replaced(cells, carried), {}
            else:
                carried = {}
            yield number, cells


def merged_recipients(table):
    """Where the recipient of a group reaches down: it is kept, and corrected, once."""
    column = next((at for at, title in enumerate(table.titles) if role(title) == RECIPIENT), None)
    return {place for place in table.grid.below if table.shape.several and place[1] == column}


def replaced(cells, changed):
    """`cells` with those in `changed`, {column: text}, replaced; the row grows where it is too short."""
    changed = {at: text for at, text in changed.items() if at is not None}
    if not changed:
        return cells
    cells = cells + [""] * (max(changed) + 1 - len(cells))
    return [printed(changed.get(at, cell)) for at, cell in enumerate(cells)]


def corrected(reading, corrections, shape):
    """`reading` read again with `corrections` put in; what was read stays as it is."""
    if not corrections or not reading.table:
        return reading
    table = reading.table.with_corrections(corrections, shape.several)
    grid = Grid(table.rows, delimited=table.delimited, across={*table.across})
    again = list_in([grid], Reading(reading.format, reading.encoding), shape)
    told = {(warning.code, warning.value) for warning in again.warnings}
    of_the_file = [warning for warning in reading.warnings if warning.code in OF_THE_FILE]
    again.warnings += [warning for warning in of_the_file if (warning.code, warning.value) not in told]
    again.table = table
    return again
