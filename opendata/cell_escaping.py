"""What may stand in a cell: nothing that a spreadsheet would run, nothing that it could not show."""

import datetime
import re

# What makes a spreadsheet take a text for a formula; the full-width signs do so in East Asian versions.
LIVE = r"[\s']*[=+\-@＝＋－＠]|'*[\t\r\n]"
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text):
    """`text` without control characters and halves of characters, which no file format can hold."""
    return UNPRINTABLE.sub("", text)


def escape(text):
    """`text` with a leading apostrophe when a spreadsheet would otherwise run it; `unescape` undoes it exactly."""
    return f"'{text}" if re.match(LIVE, text) else text


def unescape(text):
    """The text that `escape` was given."""
    return text[1:] if re.match(f"'(?:{LIVE})", text) else text


def plain(value):
    """A value as JSON holds it: numbers, truth and nothing as they are, days in ISO form, all else printable text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    return printable(str(value))
