"""What a person says where the reader cannot tell: which table is the list, where it begins, what its columns are."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string, get_column_letter

from core import numbers

from . import limits
from .cell_values import KNOWN, RECIPIENT, ROLE, SERIAL, SUPPORTER, is_school, printed, role, serial_number
from .grid import Grid
from .result import storable

TITLE = {SERIAL: "序号", RECIPIENT: "受援高校", SUPPORTER: "支援高校", ROLE: "支援高校角色"}
MAX_KEPT = 1_000_000  # characters of all tables kept for choosing
MAX_KEPT_CELLS = 200_000
MAX_LINE = 400  # characters of a line that may be a row
BETWEEN = [  # the space beside them is left out with that of the cells
    re.compile(pattern)
    for pattern in (
        "\t",
        "[|｜│]",
        "<?[-=—–─]{1,4}[>＞]|[<＜][-=—–─]{1,4}|[→←⇒⇐↔]|—{2}|-{2,}",
        "[,，]",
        "[;；]",
        "[:：]",
        r"\s{2,}|\u3000",
    )
]
NUMBERED = re.compile(r"\s*([0-9]{1,4})\s*[.、．)）]\s*(?=[^0-9])")
_CONTACT = re.compile(r"[^@\s]@[^@\s]+\.|(?<![0-9])0[0-9]{2,3}[-—–() （）]{1,2}[0-9]{7,8}(?![0-9])")
_ANY = re.compile(".*(?:高校|院校|学校)")


@dataclass(frozen=True)
class ColumnChoice:
    """The place of the table, the row with which its pairs begin, and (kind, place) of its columns."""

    table: int
    first: int
    columns: tuple[tuple[str, int], ...]

    def as_stored(self):
        return {"table": self.table, "first": self.first, "columns": dict(self.columns)}

    @classmethod
    def from_stored(cls, kept):
        return cls(kept["table"], kept["first"], tuple(kept["columns"].items()))

    def titles(self, own, width):
        """The titles of the list: what was chosen, and the table's `own` for the rest where they mean nothing else."""
        titles = []
        for at in range(width):
            title = own[at] if at < len(own) else ""
            titles.append(title if title and role(title) in (None, KNOWN) else get_column_letter(at + 1))
        for kind, at in self.columns:
            titles[at] = TITLE[kind]
        return titles


def guessed(rows):
    """The choice that is proposed for printed `rows`: (first row, {kind: place}), with nothing twice."""
    best = max(rows[: limits.MAX_ABOVE], key=lambda row: _titles_in(row[1]), default=(0, []))
    columns = {}
    for at, title in enumerate(best[1]):
        if (kind := role(title)) in TITLE:
            columns.setdefault(kind, at)
    if columns:
        return best[0] + 1, columns
    first = next((number for number, cells in rows if sum(map(is_name, cells)) > 1), rows[0][0] if rows else 1)
    return first, _counting([cells for number, cells in rows if number >= first])


def _counting(rows):
    """{SERIAL: place} of the first column that counts the rows; nothing where none does."""
    for at in range(max(map(len, rows), default=0)):
        if all(len(cells) <= at or not cells[at] or serial_number(cells[at]) for cells in rows) and rows[0][at:]:
            return {SERIAL: at} if serial_number(rows[0][at]) == 1 else {}
    return {}


def choosable(grid, header_row, lists):
    """The rows of `grid` from which a person may choose; None where it is nothing like a list.

    Beside a list that was found, only tables that name pairs are; whom to ask, and what stands above titles, is never.
    """
    rows = [row for row in grid.rows if not any(map(_CONTACT.search, row[1])) and row[0] >= (header_row or 0)]
    titled = not lists and max((_titles_in(cells) for _number, cells in rows[: limits.MAX_ABOVE]), default=0)
    return replace(grid, rows=rows) if header_row is not None or titled or _pairs_in(rows) else None


def likeliest(grids):
    """The place of the table that is most like a list: by its titles, else by the schools it names, else its size."""

    def rank(at):
        rows = grids[at].rows[: limits.MAX_ABOVE]
        titles = max((_titles_in(cells) for _number, cells in rows), default=0)
        return titles, _pairs_in(rows) > 0, not grids[at].hidden, len(rows), -at

    return max(range(len(grids)), key=rank)


def named_choice(grids, table, columns, first):
    """The ColumnChoice that a command names: a table by name or number, columns as `序号=A,受援高校=C`.

    What is not named is proposed as on the page. ValueError says what is wrong with the names.
    """
    at = likeliest(grids) if table is None else _table_named(grids, table)
    begins, proposed = guessed(grids[at].rows)
    named = dict(_column_named(part) for part in columns.split(",")) if columns else proposed
    if missing := [TITLE[kind] for kind in (RECIPIENT, SUPPORTER) if kind not in named]:
        raise ValueError(_("Name the column of %(missing)s with --columns.") % {"missing": "、".join(missing)})
    if len({*named.values()}) < len(named):
        raise ValueError(_("Each column is one thing: --columns names one of them twice."))
    return ColumnChoice(at, first or begins, tuple(named.items()))


def _table_named(grids, name):
    names = [grid.name for grid in grids]
    if name in names:
        return names.index(name)
    number = numbers.whole_number(name, at_most=len(grids))
    if not number:
        raise ValueError(
            _("There is no sheet “%(name)s”; there are: %(known)s.") % {"name": name, "known": ", ".join(names)}
        )
    return number - 1


def _column_named(part):
    """(kind, place) of `受援高校=C` or `recipient=C`."""
    title, _equals, letters = (text.strip() for text in part.partition("="))
    kind = next((kind for kind in TITLE if title in (kind, TITLE[kind])), role(title))
    if kind not in TITLE or not re.fullmatch("[A-Za-z]{1,2}", letters):
        message = _("“%(part)s” names no column; write for example 受援高校=B or supporter=C.")
        raise ValueError(message % {"part": part})
    return kind, column_index_from_string(letters) - 1


def _titles_in(cells):
    return len({role(cell) for cell in cells} & TITLE.keys())


def is_name(text):
    """Whether `text` may be the name of one school, and not of any."""
    return len(text) <= 40 and is_school(text) and not _ANY.fullmatch(text)


def loose_table(text):
    """The Grid of the lines of `text` that may be rows of a list without titles; None where no line names a pair."""
    lines = [(number, line) for number, line in enumerate(text.splitlines()[: limits.MAX_ROWS], 1) if line.strip()]
    lines = [(number, line) for number, line in lines if len(line) <= MAX_LINE]
    between = max(BETWEEN, key=lambda one: _pairs_in(_split(lines[: limits.MAX_ABOVE], one)))
    rows = [(number, cells) for number, cells in _split(lines, between) if len(cells) > 1]
    return Grid(rows) if _pairs_in(rows) else None


def _split(lines, between):
    return [(number, _cells(line, between)) for number, line in lines]


def _cells(line, between):
    numbered = NUMBERED.match(line)
    cells = between.split(line[numbered.end() :] if numbered else line, limits.MAX_COLUMNS)
    return [printed(cell) for cell in ([numbered[1], *cells] if numbered else cells)]


def _pairs_in(rows):
    return sum(sum(map(is_name, cells)) > 1 for _number, cells in rows)


# Kept for choosing, until the list is imported


def as_stored(grids):
    """`grids` for JSON; nothing where they hold more than anybody would choose from."""
    cells = [cell for grid in grids for _number, row in grid.rows for cell in row]
    if len(cells) > MAX_KEPT_CELLS or sum(map(len, cells)) > MAX_KEPT:
        return []
    return [_stored(grid) for grid in grids]


def _stored(grid):
    facts = {"name": storable(grid.name), "hidden": grid.hidden, "delimited": grid.delimited, "beyond": grid.beyond}
    facts |= {name: sorted(getattr(grid, name)) for name in ("hidden_rows", "hidden_columns", "across")}
    facts["below"] = sorted(grid.below)
    return facts | {"rows": [[number, [*map(storable, cells)]] for number, cells in grid.rows]}


def from_stored(kept):
    return [_grid(facts) for facts in kept]


def _grid(facts):
    sets = {name: set(facts[name]) for name in ("hidden_rows", "hidden_columns", "across")}
    sets["below"] = {tuple(place) for place in facts.get("below", ())}
    return Grid(**facts | sets | {"rows": [tuple(row) for row in facts["rows"]]})
