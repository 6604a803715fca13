"""What a list would do to a batch: shown in the preview, and applied exactly as shown."""

import hashlib
import json
from dataclasses import dataclass, field

from pairs.directory.name_index import KnownUniversity
from pairs.pairs.models.batch import Batch
from pairs.pairs.models.pair import Pair
from pairs.reader import ListIssue, ListRow

# Odd, but nothing the list would change: shown without asking the editor to accept it.
INFORMATION = {"unknown_column"}


@dataclass(frozen=True)
class NewPair:
    """A row that the batch does not hold yet."""

    row: ListRow
    recipient: KnownUniversity
    supporter: KnownUniversity


@dataclass(frozen=True)
class FieldChange:
    """One field of one pair, before and after, as a person reads it."""

    field: str
    old: object
    new: object

    @property
    def label(self):
        return Pair._meta.get_field(self.field).verbose_name


@dataclass(frozen=True)
class PairChange:
    """A pair that the batch holds, and what the list says otherwise."""

    row: ListRow
    pair: Pair
    fields: list[FieldChange]
    values: dict  # what is written, by attribute: the shown fields and the snapshot that goes with them


@dataclass
class Plan:
    """Everything that confirming would do, and everything that speaks against it."""

    batch: Batch
    format: str = ""
    encoding: str = ""
    rows: int = 0
    new: list[NewPair] = field(default_factory=list)
    changed: list[PairChange] = field(default_factory=list)
    unchanged: list[ListRow] = field(default_factory=list)
    missing: list[Pair] = field(default_factory=list)
    errors: list[ListIssue] = field(default_factory=list)
    warnings: list[ListIssue] = field(default_factory=list)
    composition: list = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what else confirming means, in the reader's language
    completes_list: bool = False  # the batch's list was partial and would be complete

    @property
    def refused(self):
        """Something is wrong with the list; it cannot be applied."""
        return bool(self.errors)

    @property
    def changes_anything(self):
        return bool(self.new or self.changed or self.completes_list)

    @property
    def to_accept(self):
        """The warnings that an editor must accept before the list is applied."""
        if not self.changes_anything:
            return []
        return [warning for warning in self.warnings if warning.code not in INFORMATION]

    def as_json(self):
        """The plan as `import_list --json` prints it."""
        return {
            "batch": self.batch.number,
            "format": self.format,
            "encoding": self.encoding,
            "rows": self.rows,
            "new": len(self.new),
            "updated": len(self.changed),
            "unchanged": len(self.unchanged),
            "errors": [finding.as_json() for finding in self.errors],
            "warnings": [finding.as_json() for finding in self.warnings],
            "composition": [line.as_json() for line in self.composition],
        }

    @property
    def fingerprint(self):
        """SHA-256 over all that the preview shows and would do, the same in every language."""
        facts = [
            [self.batch.pk, self.format, self.encoding, self.rows, self.completes_list],
            [[_row(new.row), new.recipient, new.supporter] for new in self.new],
            [[_row(change.row), change.pair.pk, change.values, _shown(change)] for change in self.changed],
            [_row(row) for row in self.unchanged],
            [[pair.pk, pair.serial, pair.recipient_name, pair.supporter_name] for pair in self.missing],
            [_finding(finding) for finding in [*self.errors, None, *self.warnings]],
            [[line.as_json(), line.part_of] for line in self.composition],
        ]
        text = json.dumps(facts, ensure_ascii=True, separators=(",", ":"), default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def _row(row):
    return [row.row, row.serial, row.recipient, row.supporter, row.batch]


def _shown(change):
    return [[shown.field, shown.old, shown.new] for shown in change.fields]


def _finding(finding):
    return finding and [finding.code, finding.row, finding.value, finding.suggestions]
