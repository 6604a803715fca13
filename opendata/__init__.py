"""Rows out as CSV, XLSX and JSON. It knows no model; every other app may use it."""

from .cell_escaping import escape, printable, unescape
from .columns import Column, Day, Number
from .responses import FORMS, named, refuse, respond, unknown_names

__all__ = [
    "FORMS",
    "Column",
    "Day",
    "Number",
    "escape",
    "named",
    "printable",
    "refuse",
    "respond",
    "unescape",
    "unknown_names",
]
