"""From tables to the list: which of them it is, and where its titles stand."""

from django.utils.translation import gettext as _

from . import contact_data, limits
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
from .result import ListIssue
from .row_reader import ListReader, shortened


def list_in(grids, reading):
    """Fill `reading` with the rows and findings of the one list among `grids`."""
    check_characters(grids)
    tables = [ListTable(grid) for grid in grids]
    lists = [table for table in tables if table.titles]
    for table in tables:
        if table.titles or not lists or not contact_data.are_contacts(table.rows):
            reading.errors += contact_data.findings(table.rows, table.titles)
    if reading.errors:
        return reading
    if len(lists) == 1:
        ListReader(lists[0], reading).read()
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
                raise limits.bomb()


def _several(lists):
    names = ", ".join(f"“{table.grid.name}”" for table in lists)
    return ListIssue(
        "two_lists",
        _("More than one table looks like the list: %(tables)s. Keep only the one to import.") % {"tables": names},
    )


def _no_list(tables):
    """What is missing, beside the titles that were found."""
    rows = [(row, [role(cell) for cell in row[1]]) for table in tables for row in table.rows[: limits.MAX_ABOVE]]
    best = max(rows, key=lambda pair: len({RECIPIENT, SUPPORTER, SERIAL} & set(pair[1])), default=None)
    if not best or not {RECIPIENT, SUPPORTER, SERIAL} & set(best[1]):
        return ListIssue(
            "no_list",
            _("No list was found. It needs a row of titles such as 序号, 受援高校, 支援高校, and the pairs below it."),
        )
    (number, titles), roles = best
    missing = "、".join(name for name, kind in (("受援高校", RECIPIENT), ("支援高校", SUPPORTER)) if kind not in roles)
    found = "、".join(title[:40] for title in titles if title)
    return ListIssue(
        "column_missing",
        _("The column %(missing)s is missing. Titles found: %(found)s. Add it or give the column this title.")
        % {"missing": missing, "found": found},
        number,
        value=shortened(found),
    )


def _warn_about_others(tables, chosen, reading):
    for table in tables:
        if table.grid.hidden:
            reading.warnings.append(
                ListIssue(
                    "hidden_sheet",
                    _("The workbook has a hidden sheet “%(name)s”. Show it in Excel and check that nothing is missed.")
                    % {"name": table.grid.name},
                    value=table.grid.name,
                )
            )
        if table is not chosen and any(chosen.lost(table.rows)):
            reading.warnings.append(
                ListIssue(
                    "table_left_out",
                    _("The table “%(name)s” has rows like the list's but no titles; it was not read.")
                    % {"name": table.grid.name},
                    value=table.grid.name,
                )
            )


class ListTable:
    """One grid, cleaned, with its titles where it is a list."""

    def __init__(self, grid):
        self.grid = grid
        self.rows = [(number, [*map(printed, cells[: limits.MAX_COLUMNS])]) for number, cells in grid.rows]
        self.rows = [row for row in self.rows if any(row[1])]
        if len(self.rows) > limits.MAX_ROWS + 1:
            raise limits.too_many_rows()
        self.titles, self.above, self.header_row = [], [], None
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
        while len(self.rows) > 1 and _is_note(self.rows[-1][1]):
            self.rows.pop()

    def could_hold(self, cells):
        """Whether a row of another table has the shape of this list's rows."""
        roles = [role(title) for title in self.titles]
        if SERIAL not in roles or len(cells) != len(self.titles) or any(map(contact_data.reaches_somebody, cells)):
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
