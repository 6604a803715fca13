"""What a list may cost: every limit is checked before anything is unpacked."""

from django.utils.translation import gettext as _

from .reading import Finding

MEGABYTE = 1024 * 1024
MAX_FILE = 10 * MEGABYTE
MAX_TEXT = 10 * MEGABYTE  # characters
MAX_HTML = 5 * MEGABYTE  # characters; markup costs more than it says
MAX_LINES = 300_000  # of text; in some pastes every cell is a line, with a blank one after it
MAX_XLS = 4 * MEGABYTE  # a small .xls can claim millions of cells
MAX_UNPACKED = 100 * MEGABYTE
MAX_SHARED_STRINGS = 20 * MEGABYTE
MAX_RATIO = 200
MAX_ENTRIES = 2000
MAX_ELEMENTS = 4_000_000
MAX_TAGS = 500_000  # of a web page
MAX_DEPTH = 30  # of tables within tables
MAX_ROWS = 20_000
MAX_COLUMNS = 50
MAX_SHEETS = 50
MAX_CELL = 2000  # characters kept of one cell; a name has at most 100
MAX_MERGED = 1_000_000  # cells filled from merged ones


class RefusedError(Exception):
    """The file cannot be read at all; `finding` says why and what to do."""

    def __init__(self, code, message):
        super().__init__(message)
        self.finding = Finding(code, message)


def check_size(size, limit):
    """RefusedError when `size` bytes (or characters) exceed `limit`."""
    if size > limit:
        raise RefusedError(
            "too_big",
            _("The file is too big: at most %(limit)s MB are read. Save only the list in a file of its own.")
            % {"limit": limit // MEGABYTE},
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
