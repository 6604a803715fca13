"""Reading a published list: bytes or pasted text in, rows and findings out. Touches no table.

Each finding has a code that stays the same; `messages.py` has them all. Errors refuse the list; warnings are applied
only when accepted.
"""

from .choice import ColumnChoice
from .detect import read, read_again, read_cells
from .kept_table import KeptTable, corrected
from .result import ListIssue, ListRow, Reading
from .shape import ListShape

__all__ = [
    "ColumnChoice",
    "KeptTable",
    "ListIssue",
    "ListRow",
    "ListShape",
    "Reading",
    "corrected",
    "read",
    "read_again",
    "read_cells",
]
