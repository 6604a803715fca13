"""What a list may cost: limits are checked before anything is unpacked, or while it is, never after.

Each of them is counted, so that a file is judged alike on every machine; the clock is there for what nobody counted.
"""

import time

from django.utils.translation import gettext as _

from .result import ListIssue

MEGABYTE = 1024 * 1024
MAX_FILE = 10 * MEGABYTE
MAX_TEXT = 10 * MEGABYTE  # characters
MAX_HTML = 5 * MEGABYTE  # characters; markup costs more than it says
MAX_LINE = 100_000  # characters; 50 cells of 2,000
MAX_LINES = 300_000  # of text; in some pastes every cell is a line, with a blank one after it
MAX_XLS = 4 * MEGABYTE  # a small .xls can claim millions of cells
MAX_UNPACKED = 100 * MEGABYTE  # as the directory of a package promises
MAX_READ = 60 * MEGABYTE  # unpacked, of all the parts of a package that are read
PIECE = 64 * 1024  # bytes given to a parser at once
MAX_TOKEN = 128 * 1024  # bytes of one tag or comment: before 2.6 expat begins anew at its start with every piece
MAX_ATTRIBUTES = 200  # of one element
MAX_NAMES = 5000  # of elements and attributes, each of which the parser keeps
MAX_NESTED = 100  # elements within elements
MAX_SHARED_STRINGS = 20 * MEGABYTE
MAX_RATIO = 200
MAX_ENTRIES = 2000
MAX_ELEMENTS = 1_000_000  # of all the parts of a package that are read
MAX_TAGS = 300_000  # of a web page
MAX_DEPTH = 30  # of tables within tables
MAX_TABLES = 2000
MAX_ROWS = 20_000
MAX_ABOVE = 1000  # rows of a table among which its titles are looked for
MAX_COLUMNS = 50
MAX_SHEETS = 50
MAX_CELL = 2000  # characters kept of one cell; a name has at most 100
MAX_CHARACTERS = 10_000_000  # in all cells of all sheets or tables, and in the text around them
MAX_MERGES = 100_000
MAX_MERGED = 1_000_000  # cells filled from merged ones
MAX_FINDINGS = 1000  # errors listed of one list; nobody corrects more of them at a time
MAX_SECONDS = 4  # of the processor, so that a busy machine refuses nobody


class RefusedError(Exception):
    """The file cannot be read at all; `finding` says why and what to do."""

    def __init__(self, code, message):
        super().__init__(message)
        self.finding = ListIssue(code, message)


class TimeLimit:
    """The processor's time that reading one file takes, in the thread that reads it."""

    def __init__(self):
        self.started = time.thread_time()

    def check(self):
        """RefusedError once MAX_SECONDS have passed."""
        if time.thread_time() - self.started > MAX_SECONDS:
            raise bomb()


def too_big(limit):
    """For more bytes, or characters, than `limit`."""
    return RefusedError(
        "too_big",
        _("The file is too big: at most %(limit)s MB are read. Save only the list in a file of its own.")
        % {"limit": limit // MEGABYTE},
    )


def more_errors():
    """The last finding of a list that has more errors than are listed."""
    return ListIssue(
        "more_errors",
        _("Only the first %(limit)s errors are listed. Correct them and try again; then the others are shown.")
        % {"limit": MAX_FINDINGS},
    )


def too_many_rows():
    return RefusedError(
        "too_many_rows",
        _("The table has more than %(limit)s filled rows. Save only the list in a file of its own.")
        % {"limit": MAX_ROWS},
    )


def bomb():
    return RefusedError(
        "unpacked_too_big",
        _("The file would unfold to far more than any list holds. Copy the list into a new file and try again."),
    )


def broken():
    return RefusedError(
        "broken_file",
        _("The file is damaged or protected by a password. Open it, save it again without a password and try again."),
    )
