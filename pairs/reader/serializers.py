"""Rows and findings as JSON that every database can hold, and back."""

from .result import ListIssue


def stored_finding(finding):
    """`finding` as a list for JSON, its message in the language of whoever asked."""
    message = str(finding.message)
    return storable([finding.code, message, finding.row, finding.column, finding.value, list(finding.suggestions)])


def finding_of(stored):
    """The Finding that `stored_finding` was given."""
    *facts, suggestions = stored
    return ListIssue(*facts, tuple(suggestions))


def storable(values):
    """`values` without what PostgreSQL cannot hold: NUL and halves of characters."""
    return [_without_nul(value) if isinstance(value, str) else value for value in values]


def _without_nul(text):
    if "\x00" not in text and text.isprintable():
        return text
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
