"""A Reading as compact JSON and back: what a stored preview keeps of a list."""

from pairs.reading import Finding, ListRow, Reading

PERSONAL = "personal_data"  # the reader's code for a column about persons: nothing of such a list is kept


def as_stored(reading, declared=None):
    """`reading` as JSON without any personal data, with the number of pairs that was declared beside it."""
    personal = any(error.code == PERSONAL for error in reading.errors)
    return {
        "rows": [] if personal else [_stored_row(row) for row in reading.rows],
        "errors": [_stored_finding(error) for error in reading.errors if not personal or error.code == PERSONAL],
        "warnings": [] if personal else [_stored_finding(warning) for warning in reading.warnings],
        "declared": declared,
    }


def from_stored(stored, form="", encoding=""):
    """The Reading that `as_stored` was given."""
    return Reading(
        form,
        encoding,
        [ListRow(*row) for row in stored["rows"]],
        [_finding(error) for error in stored["errors"]],
        [_finding(warning) for warning in stored["warnings"]],
    )


def _stored_row(row):
    return _storable([row.row, row.recipient, row.supporter, row.serial, row.batch])


def _stored_finding(finding):
    message = str(finding.message)
    return _storable([finding.code, message, finding.row, finding.column, finding.value, list(finding.suggestions)])


def _finding(stored):
    *facts, suggestions = stored
    return Finding(*facts, tuple(suggestions))


def _storable(values):
    return [_without_nul(value) if isinstance(value, str) else value for value in values]


def _without_nul(text):
    """`text` without what PostgreSQL cannot hold: NUL and halves of characters."""
    if "\x00" not in text and text.isprintable():
        return text
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
