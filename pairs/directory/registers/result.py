"""What reading a register gives: its rows, its day, its headings with their numbers, and all that was wrong."""

import datetime
from dataclasses import dataclass, field

from pairs.directory.provinces import Province
from pairs.reader import ListIssue


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


@dataclass
class Heading:
    """A heading such as 北京市（92所）: the number it states and the rows found under it."""

    group: str
    row: int
    declared: int | None = None
    province: Province | None = None
    found: int = 0

    @property
    def closes(self):
        return self.declared == self.found

    def as_json(self):
        return {
            "side": "register",
            "group": self.group,
            "declared": self.declared,
            "found": self.found,
            "closes": self.closes,
        }


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
