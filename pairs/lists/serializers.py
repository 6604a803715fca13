"""A Reading as compact JSON and back: what a stored preview keeps of a list."""

from pairs.reader import ListRow, Reading
from pairs.reader.serializers import finding_of, storable, stored_finding

PERSONAL = "personal_data"  # the reader's code for a column about persons: nothing of such a list is kept


def as_stored(reading, declared=None):
    """`reading` as JSON without any personal data, with the number of pairs that was declared beside it."""
    personal = any(error.code == PERSONAL for error in reading.errors)
    return {
        "rows": [] if personal else [storable(vars(row).values()) for row in reading.rows],
        "errors": [stored_finding(error) for error in reading.errors if not personal or error.code == PERSONAL],
        "warnings": [] if personal else [stored_finding(warning) for warning in reading.warnings],
        "declared": declared,
    }


def from_stored(stored, form, encoding):
    """The Reading that `as_stored` was given."""
    return Reading(
        form,
        encoding,
        [ListRow(*row) for row in stored["rows"]],
        [finding_of(error) for error in stored["errors"]],
        [finding_of(warning) for warning in stored["warnings"]],
    )
