"""A RegisterReading as compact JSON and back: what a stored preview keeps of a register."""

import datetime
from dataclasses import astuple

from pairs.directory.models.university import Level, Ownership
from pairs.directory.provinces import Province
from pairs.reader.result import ListIssue, storable

from .result import Heading, RegisterReading, RegisterRow


def as_stored(reading):
    """`reading` as JSON."""
    return {
        "format": reading.format,
        "encoding": reading.encoding,
        "as_of": reading.as_of and reading.as_of.isoformat(),
        "total": reading.total,
        "rows": [astuple(row) for row in reading.rows],
        "headings": [(storable(heading.group), *astuple(heading)[1:]) for heading in reading.headings],
        "errors": [error.as_stored() for error in reading.errors],
        "warnings": [warning.as_stored() for warning in reading.warnings],
    }


def from_stored(stored):
    """The RegisterReading that `as_stored` was given."""
    return RegisterReading(
        stored["format"],
        stored["encoding"],
        stored["as_of"] and datetime.date.fromisoformat(stored["as_of"]),
        stored["total"],
        [_row(*facts) for facts in stored["rows"]],
        [_heading(*facts) for facts in stored["headings"]],
        [ListIssue.from_stored(error) for error in stored["errors"]],
        [ListIssue.from_stored(warning) for warning in stored["warnings"]],
    )


def _row(row, code, name, province, authority, city, level, ownership):
    kinds = Province(province), authority, city, Level(level), Ownership(ownership)
    return RegisterRow(row, code, name, *kinds)


def _heading(group, row, declared, province, found):
    return Heading(group, row, declared, province and Province(province), found)
