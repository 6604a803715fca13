"""What reading a register gives: its rows, its day, its headings with their numbers, and all that was wrong."""

import datetime
from dataclasses import astuple, dataclass, field

from pairs.directory.provinces import Province
from pairs.reader import ListIssue
from pairs.reader.result import Counted, storable


@dataclass(frozen=True)
class RegisterRow:
    """One institution as the register shows it; `row` is the number Excel shows."""

    row: int
    code: str
    name: str
    province: Province
    authority: str
    city: str
    level: str
    ownership: str

    @property
    def facts(self):
        return {fact: getattr(self, fact) for fact in ("province", "city", "authority", "level", "ownership")}


@dataclass
class Heading(Counted):
    """A heading such as 北京市（92所）: the number it states and the rows found under it."""

    group: str
    row: int
    declared: int | None = None
    province: Province | None = None
    found: int = 0

    side = "register"


@dataclass
class RegisterReading:
    """A register as it was read. `format`: xls, xlsx or csv; `encoding` empty where it means nothing."""

    format: str = ""
    encoding: str = ""
    as_of: datetime.date | None = None
    total: int = 0  # rows read, the wrong ones among them
    rows: list[RegisterRow] = field(default_factory=list)  # those that are right
    headings: list[Heading] = field(default_factory=list)
    errors: list[ListIssue] = field(default_factory=list)
    warnings: list[ListIssue] = field(default_factory=list)

    @property
    def composition(self):
        """The headings that state a number."""
        return [heading for heading in self.headings if heading.declared is not None]

    def as_stored(self):
        """The reading as JSON: what a stored preview keeps of a register."""
        return vars(self) | {
            "as_of": self.as_of and self.as_of.isoformat(),
            "rows": [astuple(row) for row in self.rows],
            "headings": [(storable(heading.group), *astuple(heading)[1:]) for heading in self.headings],
            "errors": [error.as_stored() for error in self.errors],
            "warnings": [warning.as_stored() for warning in self.warnings],
        }

    @classmethod
    def from_stored(cls, stored):
        """The RegisterReading that `as_stored` was called for."""
        kept = {
            "as_of": stored["as_of"] and datetime.date.fromisoformat(stored["as_of"]),
            "rows": [RegisterRow(*row) for row in stored["rows"]],
            "headings": [Heading(*heading) for heading in stored["headings"]],
            "errors": [ListIssue.from_stored(error) for error in stored["errors"]],
            "warnings": [ListIssue.from_stored(warning) for warning in stored["warnings"]],
        }
        return cls(**stored | kept)
