"""The rows of a sheet as entries that are not saved yet, each with everything that is wrong or odd about it.

What a cell says is read by the fields of the form, and an entry is checked by its model: a sheet has no rules of its
own, and all of its rows together cost a constant number of queries.
"""

from copy import copy
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import CharField
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from activities.activities.entering import asked_about, new_entry
from activities.activities.forms import FIGURE, code_of, counting_itself
from activities.activities.models.states import Stage
from activities.activities.plausibility import known_about
from activities.activities.workflow import mark_submitted
from core.exceptions import Refused
from core.form_fields import DayField, FigureField, TimeField, period_of, years_told
from core.links import WebAddressFormField
from core.questions import Everything, answering
from pairs.reader.row_reader import shortened

from .columns import columns_of
from .doubles import REPEATS, Doubles
from .sheet_table import DAY_COLUMNS, as_typed
from .university_scope import asked

WORDS = ("title", "place", "description")
MISSING = "missing"  # the code of what only submitting asks for


@dataclass(frozen=True)
class SheetFinding:
    """One thing wrong with a row: in which column, with which value, and what to do about it."""

    row: int
    key: str
    title: str
    value: str
    message: str
    code: str = ""


@dataclass
class SheetRow:
    """A row with its cells, and the entry it stands for; None where the pair or the kind is not known."""

    number: int
    texts: dict
    entry: object = None
    findings: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    others: list = field(default_factory=list)  # the partner's entries that may tell of the same event

    @property
    def figures(self):
        """(indicator, value) of what is reported."""
        return [(row.indicator, row.value) for row in self.entry.changed_figures if row.value is not None]


class Checker:
    """Reads and checks the rows of one scope; `words` are the university's own words for pairs and kinds."""

    def __init__(self, scope, words=None):
        self.scope, self.words = scope, words or {}
        self.titles = {column.key: column.label for column in columns_of(scope)}
        self.fields = {name: DayField() for name in DAY_COLUMNS} | {"starts_at": TimeField()}
        self.fields["link"] = WebAddressFormField(required=False)
        self.fields |= {name: CharField(required=False) for name in WORDS}
        for code, one in scope.indicators.items():
            self.fields[FIGURE + code] = FigureField(units={one.unit, one.unit_en})

    def check(self, number, texts):
        """The SheetRow of a row of texts by column."""
        row = SheetRow(number, {key: as_typed(key, text) for key, text in texts.items()})
        pair, kind = self.pair(row), None
        if pair:
            kind = self.kind(row, pair)
        values, figures = self.values(row, pair)
        if kind:
            self.make(row, pair, kind, values, figures)
        return row

    def find(self, row, key, message, code=""):
        found = SheetFinding(
            row.number, key, self.titles.get(key, ""), shortened(row.texts.get(key, "")), str(message), code
        )
        if found not in row.findings:
            row.findings.append(found)

    # Cells

    def pair(self, row):
        text = row.texts.get("pair", "")
        if not text and self.scope.only_pair:
            return self.scope.only_pair
        found = self.scope.pairs_called(self.meant("pair", text))
        if len(found) == 1:
            return found[0]
        if not text:
            self.find(row, "pair", _("Say with which partner: choose one from the list."))
        elif found:
            self.find(row, "pair", _("Several pairs have this partner: choose the one that is meant."))
        else:
            self.find(row, "pair", _("No pair of yours has this partner: choose one from the list."))
        return None

    def kind(self, row, pair):
        text = row.texts.get("kind", "")
        found = self.scope.kind_called(self.meant("kind", text), pair.batch.action_id)
        if found is None:
            known = _("This kind of activity is not known: choose one from the list.")
            self.find(row, "kind", known if text else _("Say what kind of activity it was: choose one from the list."))
        return found

    def meant(self, key, text):
        return self.words.get(key, {}).get(text, text)

    def values(self, row, pair):
        """The values by field and the figures by code, as far as they can be read."""
        values, figures = {}, {}
        for name in DAY_COLUMNS:
            self.fields[name].period = period_of(pair and pair.batch)
        for key, read in self.fields.items():
            text = row.texts.get(key, "")
            if not text:
                continue
            try:
                value = read.clean(text)
            except ValidationError as error:
                for message in error.messages:
                    self.find(row, key, message, "unread")
                continue
            (figures if key.startswith(FIGURE) else values)[code_of(key)] = value
        return values, figures

    # The entry

    def make(self, row, pair, kind, values, figures):
        """Make the entry and note everything that its model says against submitting it."""
        figures, stage = self.asked_figures(row, kind, figures), self.days(kind, values)
        if stage == Stage.HELD:  # as the form presets it
            empty = [code for code in counting_itself(kind, asked(kind)) if FIGURE + code not in row.texts]
            figures |= dict.fromkeys(empty, 1)
        try:
            row.entry = new_entry(self.scope.user, pair, kind, stage, values, figures)
        except Refused as refusal:
            self.find(row, "pair", refusal.message)
        except ValidationError as error:
            self.take_faults(row, error)
        if row.entry:
            self.submit(row)

    def asked_figures(self, row, kind, figures):
        """The figures that the kind asks for; each other one is a finding."""
        codes = {one.code for one in asked(kind)}
        message = _("“%(kind)s” does not ask for this figure: clear the cell, or choose another kind.")
        for code in figures.keys() - codes:
            self.find(row, FIGURE + code, message % {"kind": kind}, "not_asked")
        return {code: value for code, value in figures.items() if code in codes}

    @staticmethod
    def days(kind, values):
        """Complete the only day, and tell what is to come from what was held."""
        if not kind.is_period and values.get("starts_on") and not values.get("ends_on"):
            values["ends_on"] = values["starts_on"]
        day = values.get("ends_on") or values.get("starts_on")
        return Stage.PLANNED if day and day > timezone.localdate() and not kind.is_period else Stage.HELD

    def submit(self, row):
        """What submitting it would object to and ask, tried on a copy."""
        trial = copy(row.entry)
        mark_submitted(trial)
        missing = trial.missing()
        with answering(Everything()) as answers:
            try:
                trial.check_new()
            except ValidationError as error:
                self.take_faults(row, error, missing)
        row.questions = [question for question, _ticked in answers.ticks]

    def take_faults(self, row, error, missing=()):
        told = {finding.key for finding in row.findings}
        faults = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in faults.items():
            key = self.key_of(row, name)
            if key not in told:
                for message in messages:
                    self.find(row, key, message, MISSING if name in missing else "")

    def key_of(self, row, name):
        """The column in which a fault of the entry is corrected."""
        if name == "ends_on" and not row.texts.get("ends_on"):
            return "starts_on" if not (row.entry and row.entry.kind.is_period) else "ends_on"
        return FIGURE + name if FIGURE + name in self.titles else name if name in self.titles else ""


class CheckedSheet:
    """A sheet as it reads now: its rows, what is wrong, what is asked, and what would be submitted to whom."""

    def __init__(self, sheet, scope, words=None):
        self.sheet, self.scope = sheet, scope
        self.checker = Checker(scope, words)
        self.rows = [self.checker.check(number, texts) for number, texts in sheet.rows]
        known, doubles = known_about(self.entries), Doubles(self.entries)
        for row in self.rows:
            if row.entry:
                row.questions += asked_about(row.entry, known) + doubles.questions(row.number, row.entry)
                row.others = doubles.others(row.entry)

    @cached_property
    def findings(self):
        return [finding for row in self.rows for finding in row.findings]

    @property
    def years_told(self):
        """The sentence that says which years were taken for days without one."""
        return years_told(frozenset().union(*(self.checker.fields[name].years_taken for name in DAY_COLUMNS)))

    @property
    def is_right(self):
        """Whether all of it can be submitted."""
        return bool(self.rows) and not self.findings

    @property
    def may_be_drafts(self):
        """Whether all of it can be kept as drafts: what is missing can still be added to each."""
        return bool(self.rows) and all(finding.code == MISSING for finding in self.findings)

    @cached_property
    def questions(self):
        """[(question, numbers of the rows)] of everything to be looked at again; the same one is asked once."""
        found = {}
        for row in self.rows:
            for question in row.questions:
                found.setdefault(question.digest, (question, []))[1].append(row.number)
        return list(found.values())

    @property
    def repeats(self):
        """The numbers of the rows that are there already."""
        return [row.number for row in self.rows if any(question.code == REPEATS for question in row.questions)]

    @property
    def entries(self):
        return [row.entry for row in self.rows if row.entry]

    @cached_property
    def partners(self):
        """[(name of the other side, how many it is asked to confirm, how many are public at once)]."""
        found = {}
        for row in self.rows:
            if row.entry:
                counts = found.setdefault(row.entry.pair_id, [row.entry.pair, 0, 0])
                counts[2 if row.entry.stage == Stage.PLANNED else 1] += 1
        return [(self.scope.label(pair), held, planned) for pair, held, planned in found.values()]
