"""What a list may cost: limits are checked before anything is unpacked, or while it is, never after.

Each of them is counted, so that a file is judged alike on every machine; the clock is there for what nobody counted.
"""

import time

from .result import ListIssue

MEGABYTE = 1024 * 1024
MAX_FILE = 10 * MEGABYTE
MAX_TEXT = 10 * MEGABYTE  # characters
MAX_HTML = 5 * MEGABYTE  # characters; markup costs more than it says
MAX_LINE = 100_000  # characters; 50 cells of 2,000
MAX_LINES = 300_000  # of text; in some pastes every cell is a line, with a blank one after it
MAX_XLS = 4 * MEGABYTE  # a small .xls can claim millions of cells
MAX_READ = 60 * MEGABYTE  # unpacked, of all the parts of a package that are read
PIECE = 64 * 1024  # bytes given to a parser at once
MAX_TOKEN = 128 * 1024  # bytes of one tag or comment: before 2.6 expat begins anew at its start with every piece
MAX_ATTRIBUTES = 200  # of one element
MAX_NAMES = 5000  # of elements and attributes, each of which the parser keeps
MAX_NESTED = 100  # elements within elements
MAX_SHARED_STRINGS = 20 * MEGABYTE
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
    """The file cannot be read at all; `finding` says why and what to do, with the arguments of `ListIssue.of`."""

    def __init__(self, code, **facts):
        super().__init__(code)
        self.finding = ListIssue.of(code, **facts)


class TimeLimit:
    """The processor's time that reading one file takes, in the thread that reads it."""

    def __init__(self):
        self.started = time.thread_time()

    def check(self):
        """RefusedError once MAX_SECONDS have passed."""
        if time.thread_time() - self.started > MAX_SECONDS:
            raise RefusedError("unpacked_too_big")
