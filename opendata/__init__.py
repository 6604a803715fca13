"""The leaf that hands rows out as CSV, XLSX and JSON. It knows no model; every other room may use it."""

from .answer import FORMS, named, refuse, respond
from .cells import escape, printable, unescape
from .columns import Column

__all__ = ["FORMS", "Column", "escape", "named", "printable", "refuse", "respond", "unescape"]
