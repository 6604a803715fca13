"""Mutants: copies of the portal from which one check each is taken out, and of which some test has to say so.

The tables (`*.toml`, one for each app) name every mutant in words, under the file in which it differs, with the tests
that look at this check most closely.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLES = Path(__file__).parent


@dataclass(frozen=True)
class Mutant:
    """One check that is taken out: in `file` the text `there` is replaced by `instead`; one of `tests` turns red."""

    name: str
    file: str
    there: str
    instead: str
    tests: tuple
    postgresql: bool = False  # what only several writers at once can tell

    def text(self, root):
        """Return the file as it stands below `root`, without the check; ValueError where the table is outdated."""
        text = (root / self.file).read_text()
        if (times := text.count(self.there)) != 1:
            raise ValueError(f"{self.name}: its text stands {times} times in {self.file}, not once")
        return text.replace(self.there, self.instead)


def mutants():
    """Return all mutants of the tables, in their order."""
    return [mutant for path in sorted(TABLES.glob("*.toml")) for mutant in in_table(path)]


def in_table(path):
    for file, rows in tomllib.loads(path.read_text()).items():
        for row in rows:
            tests = row["tests"] if isinstance(row["tests"], list) else [row["tests"]]
            yield Mutant(**row | {"file": file, "tests": tuple(f"tests/{test}" for test in tests)})
