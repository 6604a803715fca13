"""Which figures of employment stay hidden, so that no number under ten can be read or computed from what is public.

A table is what is reported of one group as of one day: graduates = employed + others; each of the two may be split into
parts, of which the last is the rest that is not known. Numbers under ten are hidden; so are others beside them, until
each hidden number might be any of at least ten. Four sources are looked at, besides the table itself: the rate, the
groups of which this is a part, the parts of this group, and the days before and after. What is public already stays as
it is: a table is fitted to those that were published before, or is not published.

Knows no model: `models.py` makes Tables of snapshots and keeps the answer with them.
"""

from dataclasses import dataclass, field
from datetime import date

LEAST = 10
WHOLE = "all"  # nothing of a table may be published
EMPLOYED, OTHERS = "employed", "others"  # the totals of the two sides, hidden or shown together
SIDES = {
    EMPLOYED: ("contract", "further_study", "own_business", "flexible", "grassroots"),
    OTHERS: ("seeking",),
}
PARTS = SIDES[EMPLOYED] + SIDES[OTHERS]
RESTS = {EMPLOYED: "rest_employed", OTHERS: "rest_others"}


@dataclass
class Table:
    """The figures of one group as of a day; `hidden` are the names of those that are not published."""

    group: int
    day: date
    graduates: int
    employed: int
    parts: dict = field(default_factory=dict)
    hidden: frozenset = frozenset()

    def __post_init__(self):
        totals = {EMPLOYED: self.employed, OTHERS: self.graduates - self.employed}
        self.sides = {side: self._split(side, total) for side, total in totals.items()}
        self.cells = totals | {name: value for cells in self.sides.values() for name, value in cells.items()}

    def _split(self, side, total):
        """Return the parts of one side with their rest; nothing where only one part is left to tell of."""
        given = {name: self.parts[name] for name in SIDES[side] if self.parts.get(name) is not None}
        rest = total - sum(given.values())
        if len(given) < len(SIDES[side]) or rest:
            given[RESTS[side]] = rest
        return given if len(given) > 1 else {}

    def shows(self, name):
        return name in self.cells and (EMPLOYED if name == OTHERS else name) not in self.hidden

    def hidden_of(self, side):
        """Return the cells of a side that are hidden: its parts, or the side itself where it is not split."""
        if self.sides[side]:
            return [name for name in self.sides[side] if name in self.hidden]
        return [side] if EMPLOYED in self.hidden else []


class Record:
    """All that is public of one university; `wholes` names the groups of which each group is a part."""

    def __init__(self, tables=(), wholes=None):
        self.tables, self.wholes = list(tables), wholes or {}

    def add(self, table, before=()):
        """Publish a table beside the others and return what is hidden of it; `before`: what was hidden already."""
        self.tables = [one for one in self.tables if (one.group, one.day) != (table.group, table.day)]
        if table.graduates >= LEAST and self._is_distinct(table):
            self.tables.append(table)
            if self._is_fitted(table, (frozenset(before) & set(table.cells)) | self._first_hidden(table)):
                return table.hidden
            self.tables.remove(table)
        table.hidden = frozenset({WHOLE})
        return table.hidden

    # Which tables have to do with one

    def wholes_of(self, table):
        return [one for one in self.tables if self._is_part(table, one)]

    def parts_of(self, table):
        return [one for one in self.tables if self._is_part(one, table)]

    def days_beside(self, table):
        """Return the last table of the same group before its day, and the first after it."""
        same = [one for one in self.tables if one.group == table.group]
        earlier = sorted((one for one in same if one.day < table.day), key=lambda one: one.day)
        later = sorted((one for one in same if one.day > table.day), key=lambda one: one.day)
        return earlier[-1:] + later[:1]

    def _is_part(self, part, whole):
        return part.day == whole.day and whole.group in self.wholes.get(part.group, ())

    def _is_made_up(self, whole, parts):
        """Whether some of these parts make up the whole, or all of it but fewer than ten."""
        sums, upto = 1, (1 << whole.graduates + 1) - 1  # a bit for each sum that some of the parts have
        for one in parts:
            sums |= sums << one.graduates & upto
        return bool(sums >> max(whole.graduates - LEAST + 1, 1))

    def _is_distinct(self, table):
        """Whether no group of fewer than ten is told apart by this one beside others, and none follows from them."""
        parts = self.parts_of(table)
        if self._is_made_up(table, parts) or any(table.graduates - one.graduates < LEAST for one in parts):
            return False
        return not any(self._is_made_up(one, [*self.parts_of(one), table]) for one in self.wholes_of(table))

    # What is hidden

    def _first_hidden(self, table):
        """Return what is small in itself, or tells something small by what is public already."""
        names = {name for name, value in table.cells.items() if value < LEAST}
        for one in self.wholes_of(table) + self.parts_of(table):
            if one.cells.keys() != table.cells.keys():
                names |= {name for name in table.cells if name not in SIDES}
            names |= {name for name in table.cells if one.shows(name) and self._gap(table, one, name) < LEAST}
        for one in self.wholes_of(table):
            names |= one.hidden & table.cells.keys()
        for one in self.days_beside(table):
            names |= {name for name in table.cells if one.shows(name) and 0 < self._step(table, one, name) < LEAST}
        names &= table.cells.keys()
        return frozenset({EMPLOYED if name == OTHERS else name for name in names})

    def _is_fitted(self, table, hidden):
        """Hide more until nothing hidden is exposed, here or in a table that is public already; False if it cannot."""
        while True:
            table.hidden = hidden
            if not self._is_safe(table):
                more = self._next_hidden(table)
            else:
                related = self.wholes_of(table) + self.parts_of(table)
                related += [one for whole in self.wholes_of(table) for one in self.parts_of(whole) if one is not table]
                exposed = [one for one in related if not self._is_safe(one)]
                if not exposed:
                    return True
                more = {name for one in exposed for name in one.hidden if name in table.cells}
            if not more - hidden:
                return False
            hidden |= more

    def _next_hidden(self, table):
        """Return the cell to hide next: the smallest of a side that is not safe, then the totals of both sides."""
        shown = {name for cells in table.sides.values() for name in cells if table.shows(name)}
        if EMPLOYED not in table.hidden:
            sides = [side for side in table.sides if not self._is_safe_side(table, side)]
            shown &= {name for side in sides for name in table.sides[side]}
            return {min(shown, key=lambda name: (table.cells[name], name))} if shown else {EMPLOYED}
        bare = {name for side, cells in table.sides.items() for name in cells if not table.hidden_of(side)}
        shown = shown & bare or shown
        return {min(shown, key=lambda name: (table.cells[name], name))} if shown else set()

    # Whether what is hidden may be many things

    def _is_safe(self, table):
        return all(self._is_safe_side(table, side) for side in table.sides)

    def _is_safe_side(self, table, side):
        """Whether each delicate number that is hidden on a side may be any of ten, and their sum tells nothing."""
        both = EMPLOYED in table.hidden
        hidden = table.hidden_of(side)
        if both and not hidden:
            return False
        unknown = {one: table.hidden_of(one) for one in (table.sides if both else [side])}
        delicate = [name for name in hidden if self._is_delicate(table, name)]
        if both and self._is_delicate(table, side) and self._reach_of_side(table, side, unknown) < LEAST:
            return False
        if any(self._reach(table, side, name, unknown) < LEAST for name in delicate):
            return False
        return not hidden or not self._sums_tell(table, side)

    def _is_delicate(self, table, name):
        """Whether a hidden cell is small, or would tell something small."""
        related = self.wholes_of(table) + self.parts_of(table)
        gaps = [self._gap(table, one, name) for one in related if name in one.cells]
        steps = [self._step(table, one, name) for one in self.days_beside(table) if one.shows(name)]
        small = table.cells[name] < LEAST or any(gap < LEAST for gap in gaps)
        return small or any(0 < step < LEAST for step in steps)

    def _reach(self, table, side, name, unknown):
        """Return how many values a hidden cell may have while the others that are hidden make up for it."""
        up, down = self._up(table, name), self._down(table, name)
        for_it = [one for one in unknown[side] if one != name]
        gives, takes = sum(self._down(table, one) for one in for_it), sum(self._up(table, one) for one in for_it)
        for other in unknown.keys() - {side}:
            gives += min(self._room(table, side, other), sum(self._down(table, one) for one in unknown[other]))
            takes += min(self._room(table, other, side), sum(self._up(table, one) for one in unknown[other]))
        return min(up, gives) + min(down, takes) + 1

    def _reach_of_side(self, table, side, unknown):
        """Return how many values the hidden total of a side may have."""
        other = next(one for one in unknown if one != side)
        mine, theirs = unknown[side], unknown[other]
        more = min(sum(self._up(table, one) for one in mine), sum(self._down(table, one) for one in theirs))
        less = min(sum(self._down(table, one) for one in mine), sum(self._up(table, one) for one in theirs))
        return min(more, self._room(table, side, other)) + min(less, self._room(table, other, side)) + 1

    def _room(self, table, grows, shrinks):
        return min(self._up(table, grows), self._down(table, shrinks))

    def _up(self, table, name):
        """Return how much more a cell might be, by the groups of which this is a part."""
        return min(
            [one.cells[name] - table.cells[name] for one in self.wholes_of(table) if one.shows(name)]
            or [table.graduates]
        )

    def _down(self, table, name):
        """Return how much less a cell might be, by the parts of this group."""
        parts = [one.cells[name] for one in self.parts_of(table) if one.shows(name)]
        return table.cells[name] - max([0, *parts])

    def _sums_tell(self, table, side):
        """Whether what is hidden on a side adds up to something small beside another table."""
        related = self.wholes_of(table) + self.parts_of(table)
        for one in related + self.days_beside(table):
            sides = [side] if table.shows(EMPLOYED) and one.shows(EMPLOYED) else list(SIDES)
            names = [name for each in sides for name in table.sides[each] or [each]]
            union = [name for name in names if not (table.shows(name) and one.shows(name))]
            if not all(name in one.cells for name in names) or len(union) == len(names) > 1 and one not in related:
                continue
            between = abs(sum(table.cells[name] - one.cells[name] for name in union))
            if between < LEAST and (one in related or between):
                return True
        return False

    def _gap(self, table, one, name):
        """Return what the larger of two groups has more; below nothing where they contradict each other."""
        part, whole = (table, one) if self._is_part(table, one) else (one, table)
        return whole.cells[name] - part.cells[name]

    @staticmethod
    def _step(table, one, name):
        return abs(table.cells[name] - one.cells[name])
