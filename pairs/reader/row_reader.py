"""The rows of a list, one by one: everything wrong with them that the list alone can tell."""

import re

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from pairs.directory.name_matching import fold

from . import limits
from .cell_values import (
    BATCH,
    RECIPIENT,
    RECIPIENT_TITLES,
    SERIAL,
    SUPPORTER,
    SUPPORTER_TITLES,
    batch_number,
    role,
    serial_number,
    titles_twice,
    unstorable,
)
from .result import ListIssue, ListRow

MAX_SERIAL = 20_000  # as pairs.models.pair has it; a reader imports no model
MAX_NAME = 100
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

    def __init__(self, table, reading):
        self.table = table
        self.reading = reading
        self.titles = table.titles
        self.columns = {}
        for at, title in enumerate(self.titles):
            self.columns.setdefault(role(title), at)
        self.recipient, self.supporter = self.columns[RECIPIENT], self.columns[SUPPORTER]
        self.untitled = [at for at, title in enumerate(self.titles) if not title]
        self.needed = 1 + max(self.recipient, self.supporter)
        self.seen = {}
        self.without_serial = []

    def read(self):
        if twice := titles_twice(self.titles):
            return self._column_twice(twice)
        for number in self.table.lost(self.table.above):
            message = _("This row stands above the titles and would not be read. Move the titles above the first row.")
            self._error("row_above_titles", message, number)
        for number, cells in self.table.rows[1:]:
            if len(self.reading.errors) >= limits.MAX_FINDINGS:
                self.reading.errors.append(limits.more_errors())
                break
            if not self._is_set_apart(number, cells):
                self._read_row(number, cells)
        if not self.reading.rows and not self.reading.errors:
            self._error("no_rows", _("There are titles but no pairs below them. Add the pairs and try again."))
        if self.seen and self.without_serial:  # a list without any number is a list of another kind
            self._warn_missing_serials()
        self._warn_unknown_columns()
        if self.table.grid.hidden_rows or self.table.grid.hidden_columns:
            self._warn_hidden(self.table.grid)

    # Rows that hold no pair

    def _is_set_apart(self, number, cells):
        """Titles repeated on the next page, a sum, a remark: recognised and left out."""
        first = next(filter(None, cells))
        if first.startswith(TOTAL):
            self._check_total(number, cells)
            return True
        if NOTE.match(first) and {*cells} <= {"", first}:
            return True
        if len(cells) < self.needed:
            return False
        recipient, supporter = cells[self.recipient], cells[self.supporter]
        if recipient == self.titles[self.recipient]:
            return True
        return len(recipient) <= 12 and fold(recipient) in RECIPIENT_TITLES and fold(supporter) in SUPPORTER_TITLES

    def _check_total(self, number, cells):
        stated = {int(digits) for cell in cells for digits in re.findall("[0-9]{1,6}", cell)}
        read = len(self.reading.rows)
        if len(stated) == 1 and stated != {read} and not self.reading.errors:
            self._warning(
                "total_differs",
                _("The list says that it has %(stated)s pairs; %(read)s were read above this row. Compare them.")
                % {"stated": stated.pop(), "read": read},
                number,
                value=shortened(" ".join(filter(None, cells))),
            )

    # One row

    def _read_row(self, number, cells):
        if self.table.grid.delimited and len(cells) < self.needed:
            return self._too_few(number, cells)
        cells = cells + [""] * (self.needed - len(cells))
        if any(cells[len(self.titles) :]) or any(cells[at] for at in self.untitled if at < len(cells)):
            self._too_many(number, cells)
        recipient, supporter = cells[self.recipient], cells[self.supporter]
        named = self._check_name(number, self.recipient, recipient)
        named = self._check_name(number, self.supporter, supporter) and named
        if named and _same(recipient, supporter):
            message = _("The same university stands on both sides. Correct one of the two.")
            self._error("same_university", message, number, self.supporter, supporter)
        batch = self._batch(number, cells)
        serial = self._serial(number, batch, cells)
        if named:
            self.reading.rows.append(ListRow(number, recipient, supporter, serial, batch))

    def _too_few(self, number, cells):
        self._error(
            "too_few_cells",
            _("The row has %(found)s cells where there are %(titles)s titles. Fill in what is missing.")
            % {"found": len(cells), "titles": len(self.titles)},
            number,
            value=shortened(" | ".join(cells)),
        )

    def _too_many(self, number, cells):
        self._error(
            "too_many_cells",
            _("The row has something beyond the titled columns. Remove it, or put a name with a separator in quotes."),
            number,
            value=shortened(" | ".join(filter(None, cells))),
        )

    def _check_name(self, number, column, name):
        """Whether `name` can be a name at all."""
        if not name:
            self._error(
                "empty_cell",
                _("The column “%(title)s” is empty here. Fill in the name as the notice prints it.")
                % {"title": self.titles[column]},
                number,
                column,
            )
        elif unstorable(name):
            self._error(
                "control_character",
                _("The name holds a character that cannot be printed. Type the name again."),
                number,
                column,
                name,
            )
        elif len(name) > MAX_NAME:
            self._error(
                "too_long",
                _("A name has at most %(limit)s characters. Look for a missing line break or quotation mark.")
                % {"limit": MAX_NAME},
                number,
                column,
                name,
            )
        else:
            return True
        return False

    def _serial(self, number, batch, cells):
        """The serial number of the row; None where there is none or it is wrong."""
        column = self.columns.get(SERIAL)
        text = cells[column] if column is not None and column < len(cells) else ""
        if not text:
            self.without_serial.append(number)
            return None
        serial = serial_number(text)
        if serial is None:
            message = _("A serial number is a whole number such as 7. Correct it, or leave it empty if not known.")
            self._error("serial_not_number", message, number, column, text)
        elif not 1 <= serial <= MAX_SERIAL:
            message = _("A serial number lies between 1 and %(limit)s. Correct it.") % {"limit": MAX_SERIAL}
            self._error("serial_out_of_range", message, number, column, text)
            serial = None
        elif (first := self.seen.setdefault((batch, serial), number)) != number:
            message = _("Row %(row)s already has the serial number %(serial)s. Correct one of the two.")
            self._error("serial_twice", message % {"row": first, "serial": serial}, number, column, str(serial))
        return serial

    def _batch(self, number, cells):
        column = self.columns.get(BATCH)
        text = cells[column] if column is not None and column < len(cells) else ""
        batch = batch_number(text) if text else None
        if text and not batch:
            message = _("A batch is a whole number such as 2. Correct it, or remove the column.")
            self._error("batch_not_number", message, number, column, text)
        return batch or None

    # The whole list

    def _column_twice(self, titles):
        self._error(
            "column_twice",
            _("More than one column is titled %(titles)s. Keep one, and put lists side by side below each other.")
            % {"titles": "、".join(dict.fromkeys(titles))},
            self.table.header_row,
            value=shortened("、".join(titles)),
        )

    def _warn_missing_serials(self):
        self._warning(
            "serial_missing",
            _("Rows without a serial number: %(rows)s. They are read as pairs whose number is not known.")
            % {"rows": spans(self.without_serial)},
            self.without_serial[0],
            self.columns[SERIAL],
        )

    def _warn_unknown_columns(self):
        for at, title in enumerate(self.titles):
            unknown = title and role(title) is None
            if unknown and any(len(cells) > at and cells[at] for _number, cells in self.table.rows[1:]):
                self._warning(
                    "unknown_column",
                    _("The column “%(title)s” is not known and will not be imported.") % {"title": shortened(title)},
                    self.table.header_row,
                    at,
                    title,
                )
        if self.table.grid.beyond:
            self._warning(
                "columns_beyond",
                _("There are cells far to the right that were not read. Clear them if they matter to nobody."),
                self.table.grid.beyond,
            )

    def _warn_hidden(self, grid):
        if rows := [number for number, _cells in self.table.rows if number in grid.hidden_rows]:
            self._warning(
                "hidden_rows",
                _("Hidden rows were read too: %(rows)s. Show them in Excel and check whether they belong to the list.")
                % {"rows": spans(rows)},
                rows[0],
                value=shortened(spans(rows)),
            )
        for at in sorted(grid.hidden_columns):
            if at < len(self.titles) and self.titles[at]:
                self._warning(
                    "hidden_column",
                    _("The column %(letters)s (“%(title)s”) is hidden. Show it in Excel and check what it holds.")
                    % {"letters": get_column_letter(at + 1), "title": shortened(self.titles[at])},
                    self.table.header_row,
                    at,
                )

    def _error(self, code, message, row=None, column=None, value=""):
        self.reading.errors.append(self._finding(code, message, row, column, value))

    def _warning(self, code, message, row=None, column=None, value=""):
        self.reading.warnings.append(self._finding(code, message, row, column, value))

    def _finding(self, code, message, row, column, value):
        title = None if column is None else shortened(self.titles[column])
        return ListIssue(code, message, row, title, shortened(value))
