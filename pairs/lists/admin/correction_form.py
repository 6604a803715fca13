"""Correcting a list in its preview: what can be typed, chosen and left out row by row, and what was entered."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.numbers import whole_number
from pairs.lists import workflow
from pairs.lists.groups import RECIPIENT, Supporters
from pairs.lists.models import NameDecision
from pairs.reader import ListIssue
from pairs.reader.kept_table import SPLIT

from .finding_kinds import kind_of

MOST_ROWS = 50  # wrong rows that are shown with their fields; they come back with the next ones
MOST_OPENED = 20
NAMES = {"unknown_name", "ambiguous_name"}


@dataclass
class Choice:
    """A university that a wrong name may mean: to be written instead, or meant by the name as printed.

    Without one it is several names for which the cell is split.
    """

    university: object
    text: str
    reason: str = ""
    keeps: bool = False  # decided before so that the printed name stays
    only_meant: bool = False  # there is no printed name to keep beside another

    def value(self, printed):
        return f"{self.university.pk if self.university else ''}|{self.text}|{printed}"


@dataclass
class NameQuestion:
    """A finding about a name, with the universities among which the editor may choose."""

    name: str
    finding: ListIssue
    choices: list[Choice]

    @property
    def values(self):
        return [(choice.value(self.finding.value), choice) for choice in self.choices]

    @property
    def keep(self):
        return self.name.replace("choose", "keep", 1)

    @property
    def keeps(self):
        """Whether the printed name stays unless the editor says otherwise: a renamed school was called so then."""
        return self.choices[0].keeps or self.choices[0].reason == "later"

    @property
    def can_keep(self):
        return any(choice.university and not choice.only_meant for choice in self.choices)


@dataclass
class CellField:
    name: str
    title: str
    value: str
    was: str
    findings: list[ListIssue] = field(default_factory=list)
    questions: list[NameQuestion] = field(default_factory=list)

    @property
    def corrected(self):
        return self.value != self.was

    @property
    def described_by(self):
        return " ".join(f"{self.name}-error-{number}" for number, _finding in enumerate(self.findings, 1))

    @property
    def name_unknown(self):
        return next((finding.value for finding in self.findings if finding.code == "unknown_name"), "")


@dataclass
class RowFields:
    number: int
    cells: list[CellField]
    findings: list[ListIssue]  # about the row, not about one of its cells

    @property
    def wrong(self):
        return self.findings or any(cell.findings for cell in self.cells)


class ListCorrections:
    """The fields of the rows that are wrong, opened or left out. Whatever button is pressed, all of it is taken in."""

    def __init__(self, listed, data=None):
        self.listed, self.data = listed, data
        self.read, self.overlay = listed.as_read.table, listed.overlay
        self.problems = []  # why what was entered is not taken in; it stands in the fields still

    # What was entered

    def take(self, by):
        """Keep what was entered; whether that changed the list."""
        if self.data is None or self.read is None:
            return False
        corrections, decisions = self.entered()
        if not corrections and not decisions:
            return False
        if self.seen_another():
            message = _("This list has been corrected in another window. What you typed is below; preview it again.")
            self.problems = [message]
            return False
        try:
            workflow.correct(self.listed, corrections, by, decisions)
        except ValidationError as error:
            self.problems = error.messages
        return not self.problems

    @property
    def edition(self):
        """Which corrections the page shows; another window may have made others meanwhile."""
        return f"{len(self.listed.corrections)}-{max((one['at'] for one in self.listed.corrections), default='')}"

    def seen_another(self):
        return self.data is not None and self.data.get("edition", self.edition) != self.edition

    def entered(self):
        """(corrections, decisions): {(row, column): text, None where it is as read again} and {printed name: key}."""
        corrections, decisions = {}, {}
        for number in self.numbers("shown"):
            if f"out-{number}" in self.data:
                corrections[number, None] = ""
            for column in self.read.columns(number):
                current = self.value(number, column)
                typed = self.data.get(f"cell-{number}-{column}", current)
                if typed == current:
                    typed = self.chosen(f"{number}-{column}", current, decisions)
                if typed != current:
                    corrections[number, column] = typed
        self.take_back(self.data.get("take_back", ""), corrections, decisions)
        return corrections, decisions

    def take_back(self, place, corrections, decisions):
        """Let the correction or decision at `place` be undone: 12-2, 12 for a row left out, or =name."""
        if place.startswith("="):
            decisions[place[1:]] = None
        elif place:
            row, _dash, column = place.partition("-")
            place = whole_number(row), whole_number(column) if column else None
            if place in self.overlay:
                corrections[place] = None

    def chosen(self, place, current, decisions):
        """`current` with the chosen names written into it; where the printed name stays, that is a decision."""
        for name in (name for name in self.data if name.startswith(f"choose-{place}-")):
            university, _bar, rest = self.data[name].partition("|")
            text, _bar, printed = rest.partition("|")
            key = whole_number(university)
            if printed not in current:
                continue
            if text and f"keep{name.removeprefix('choose')}" not in self.data:
                current = current.replace(printed, text, 1)
            elif key is not None:
                decisions[printed] = key
        return current

    def numbers(self, name):
        """The rows of this list that the page named in its fields called `name`."""
        found = map(whole_number, self.data.getlist(name) if self.data else [])
        return [number for number in found if self.read and number in self.read.by_number]

    def value(self, number, column):
        """What the cell says now; of a row left out, what it would say."""
        return self.overlay.get((number, column), self.read.cell(number, column))

    # What the page shows

    def show(self, plan):
        """Take the fields of what is wrong in `plan`, of one kind where that was asked, and of the opened rows."""
        self.now, self.names, self.overlay = plan.reading.table, plan.names, self.listed.overlay
        self.roles = plan.roles
        self.kinds = dict(Counter(kind_of(error) for error in plan.errors))
        asked = self.data.get("kind", "") if self.data else ""
        self.kind = asked if asked in {kind.slug for kind in self.kinds} else ""
        wanted = [error for error in plan.errors if self.kind in ("", kind_of(error).slug)]
        self.findings, self.errors = [error for error in wanted if not self.has(error.row)], defaultdict(list)
        for error in plan.errors:
            self.errors[error.row].append(error)
        rows = list(dict.fromkeys(error.row for error in wanted if self.has(error.row)))
        self.opened, self.more = self.asked_for(), len(rows[MOST_ROWS:])
        shown = sorted({*rows[:MOST_ROWS], *self.opened})
        values = [error.value for number in shown for error in self.errors[number] if error.code in NAMES]
        self.decided = NameDecision.objects.by_printed(values) if values else {}
        self.rows = [self.fields(number) for number in shown]
        return self

    def asked_for(self):
        """The rows that were opened for editing; previewing again closes them."""
        names = ["edit"] if self.data and "again" in self.data else ["open", "edit"]
        if self.data and "edit_row" in self.data:
            names.append("row")
        numbers = [number for name in names for number in self.numbers(name) if self.has(number)]
        return list(dict.fromkeys(numbers))[-MOST_OPENED:]

    @property
    def links(self):
        """Where each error stands, for the list of them at the top: (id of the field, finding)."""
        for row in self.rows:
            yield from ((f"row-{row.number}", finding) for finding in row.findings)
            yield from ((cell.name, finding) for cell in row.cells for finding in cell.findings)

    def has(self, number):
        """Whether the list has this row, and it can be corrected."""
        return self.now is not None and number in self.now.by_number and number != self.now.header_row

    def fields(self, number):
        found = defaultdict(list)
        columns = self.read.columns(number)
        for error in self.errors[number]:
            column = self.now.column(error.column)
            found[column if column in columns else None].append(error)
        cells = [self.cell(number, column, title, found[column]) for column, title in columns.items()]
        return RowFields(number, cells, found[None])

    def cell(self, number, column, title, findings):
        name = f"cell-{number}-{column}"
        value = self.value(number, column)
        if self.problems:
            value = self.data.get(name, value)
        return CellField(
            name, title, value, self.read.cell(number, column), findings, [*self.questions(number, column, findings)]
        )

    def questions(self, number, column, findings):
        for at, finding in enumerate(findings):
            choices = [*self.choices(finding)]
            if choices:
                yield NameQuestion(f"choose-{number}-{column}-{at}", finding, choices)

    def choices(self, finding):
        """What was decided for this name before, then whatever looks like it; nothing is chosen by itself."""
        yield from self.splits(finding)
        offered = set()
        for decision in self.decided.get(NameDecision.key_of(finding.value), ()):
            offered.add(decision.university_id)
            yield Choice(decision.university, decision.university.name, "decided", decision.keeps_printed)
        if finding.code == "ambiguous_name":
            bearers = [(known, "") for known in self.names.bearers(finding.value)]
        else:
            bearers = [(known, text) for text in finding.suggestions for known in self.names.bearers(text)]
        for known, text in bearers:
            if known.pk not in offered:
                offered.add(known.pk)
                yield Choice(known, text, self.names.why(finding.value, known), only_meant=not text)

    def splits(self, finding):
        """What may become of a cell with several names: rows of their own, or one of the supporters alone."""
        if finding.code != "several_names":
            return
        names = [name for name, _part in Supporters(self.names, self.roles).of(finding.value)]
        if finding.column == RECIPIENT:
            yield Choice(None, f" {SPLIT} ".join(names))
        else:
            yield from (Choice(known, name, only_meant=True) for name in names for known in self.names.bearers(name))
