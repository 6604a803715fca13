"""What reading a list gives: its rows as printed, and everything that was wrong or odd about it."""

from dataclasses import dataclass, field

from .messages import MESSAGES


class Counted:
    """A number that a text declares beside the one that was found; a mixin of dataclasses."""

    __slots__ = ()

    @property
    def closes(self):
        return self.declared == self.found

    def as_json(self):
        """What programs read, the same in every language."""
        return {name: getattr(self, name) for name in ("side", "group", "declared", "found", "closes")}


@dataclass(frozen=True)
class ListIssue:
    """One thing wrong (an error) or odd (a warning): where, what, and how to mend it, in the reader's language.

    `row` is the number Excel shows (from 1), or the line of pasted text; None when it is about the whole list.
    `message` says what is wrong and how to mend it. `code` names the kind of finding, for programs and tests.
    """

    code: str
    message: str
    row: int | None = None
    column: str | None = None
    value: str = ""
    suggestions: tuple[str, ...] = ()
    url: str = ""  # where it is mended, when that is not in the list

    @classmethod
    def of(cls, code, row=None, column=None, value="", /, said=None, **facts):
        """The finding with the message of its code, or the one called `said`, filled with `facts`."""
        return cls(code, str(MESSAGES[said or code]) % facts, row, column, value)

    def as_json(self):
        """The finding as design section 7 prescribes it, with its code."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": str(self.message),
            "suggestions": list(self.suggestions),
            "code": self.code,
        }

    def as_stored(self):
        """The finding as a list for JSON, its message in the language of whoever asked."""
        facts = [self.code, str(self.message), self.row, self.column, self.value, [*self.suggestions]]
        return [storable(fact) if isinstance(fact, str) else fact for fact in facts]

    @classmethod
    def from_stored(cls, facts):
        return cls(*facts[:-1], tuple(facts[-1]))


def storable(text):
    """`text` without what PostgreSQL cannot hold: NUL and halves of characters."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


@dataclass(frozen=True)
class ListRow:
    """One row of the list as printed: `row` as Excel shows it, `serial` None when the list has none.

    `role` is the part of the supporter in its group, empty where the list names none; `filled`: the recipient stands in
    a row above.
    """

    row: int
    recipient: str
    supporter: str
    serial: int | None = None
    batch: int | None = None  # only where the file says it, as our own exports do
    role: str = ""
    recipient_code: str = ""  # as the list says them beside the names, only where they have ten digits
    supporter_code: str = ""
    filled: bool = False


@dataclass
class Reading:
    """A list as it was read. `format`: csv, tsv, xlsx, html or text; `encoding` empty where it means nothing.

    `table` is the one that was found to be the list: as it was read, or what was kept of it. `means` says of printed
    names which university is meant, by its key, where an editor has decided it. `tables` are those
    from which a person may choose, as grids of printed cells: none that hold personal data.
    """

    format: str
    encoding: str = ""
    rows: list[ListRow] = field(default_factory=list)
    errors: list[ListIssue] = field(default_factory=list)
    warnings: list[ListIssue] = field(default_factory=list)
    table: object = None
    means: dict[str, int] = field(default_factory=dict)
    tables: list = field(default_factory=list)
