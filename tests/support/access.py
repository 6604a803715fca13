"""The access tables: every address of the portal, and what each kind of person is answered there.

They are CSV files beside this one. A cell is the status of an answer, or `sign-in` where it leads to the sign-in page.

`access.csv` has a row for every address, asked about published data: by strangers, by people without a post, by those
who had one until yesterday, by inspectors and by editors. `arguments` are those of a sample; a model there stands for
its last record. `public` marks the pages of the public site. `post` is what an empty form is answered where the page is
open; nothing where forms are refused (405), and `yes` where nobody here may or where the matrix tells. The rows with a
star are for the pages that the admin gives every table, where no row of its own names another rule.

`access_matrix.csv` has a row for each method, address and sample in one of its states; samples are those of
`factories/everything.py` and `factories/oversight.py`. Who is asked: a stranger; a coordinator of the recipient whose
account was switched off while signed in; coordinators of both sides of the first pair, of another pair, and of a
supporter whose place that of the first pair took; officers of the province of the recipient (Hubei), of the supporter
(Jiangsu) and of neither (Zhejiang); and the ministry. FRAGMENT asks for the part of a page as scripts do. POST sends an
empty form: who may is shown it again (200), is led on (302), or is shown both texts side by side (409). Where POST has
no row it is refused (405). Every address of the desk about one record stands there; all others follow from
`access.csv`.

Of inspections the two sides and their provinces learn once they are concluded, of findings at once; only the side a
finding is about answers it. Proposals are read by the side that made them. A province writes its own notes, and both
sides and both provinces read them. Bulletins are written by editors, and read by inspectors before they are published.

`access_transitions.csv` has a row for each transition that a record in that state takes, with what a form without a
reason is answered. `done` is who has just taken it: the second half of a double tap is led on. To others of those who
may read the record it is a 403 with the reason, to all else a 404. What the addresses of oversight answer stands in the
matrix above; here a cell says that the table of its workflow opens the transition.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

SIGN_IN = "sign-in"  # led to the sign-in page
# Patterns without a name: an old form of the address of a record, and whatever is left under /admin/.
UNNAMED = {"<path:object_id>/", "(?P<url>.*)$"}


@dataclass(frozen=True)
class Address:
    """Who gets what with GET, the arguments of a sample, and what an empty form is answered, if it takes any."""

    who: dict
    kwargs: dict
    public: bool
    post: int | str

    def of_table(self, model):
        """The same for the pages of one table of the admin."""
        kwargs = {key: value.replace("*", model) for key, value in self.kwargs.items()}
        return Address(self.who, kwargs, self.public, self.post)


def rows_of(name):
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answer(cell):
    return int(cell) if cell.isdigit() else cell


def columns(row, first, last=None):
    """The answers of a row as {principal: answer}, from one column to another."""
    names = list(row)
    return {name: answer(row[name]) for name in names[names.index(first) : last]}


def entry(row):
    kwargs = dict(argument.split("=", 1) for argument in row["arguments"].split())
    return Address(columns(row, "anonymous", -1), kwargs, row["public"] == "yes", answer(row["post"]))


ENTRIES = {row["address"]: entry(row) for row in rows_of("access.csv")}
TABLE = {name: entry for name, entry in ENTRIES.items() if "*" not in name}
VISITORS = tuple(TABLE["home"].who)

MATRIX = [
    (row["method"], row["address"], row["sample"], columns(row, "anonymous")) for row in rows_of("access_matrix.csv")
]
PRINCIPALS = tuple(MATRIX[0][-1])


def lookup(name):
    """The table's entry for the name of an address, or None when nobody has thought about it."""
    model, _underscore, page = name.removeprefix("admin:").rpartition("_")
    of_each_table = ENTRIES.get(f"admin:*_{page}") if name.startswith("admin:") else None
    return TABLE.get(name) or (of_each_table and of_each_table.of_table(model.replace("_", ".", 1)))


def transitions():
    """(kind of record, state, transition, {principal: answer of who may take it}, those who just have).

    For every state of a kind of record, and each transition of that kind.
    """
    rows = rows_of("access_transitions.csv")
    taken = {(row["state"], row["transition"]): columns(row, "recipient") for row in rows}
    for record in dict.fromkeys(row["record"] for row in rows):
        of_record = [row for row in rows if row["record"] == record]
        for state in dict.fromkeys(row["state"] for row in of_record):
            for transition in sorted({row["transition"] for row in of_record} - {""}):
                cells = taken.get((state, transition), {})
                may = {who: cell for who, cell in cells.items() if isinstance(cell, int)}
                yield record, state, transition, may, {who for who, cell in cells.items() if cell == "done"}


def answers_of_table(name):
    """What TABLE says, for the people of the matrix: without a post in what is asked, they are passers-by."""
    who = lookup(name).who
    who = who | {"gone": who["anonymous"]}
    return {principal: who.get(principal, who["passer_by"]) for principal in PRINCIPALS}
