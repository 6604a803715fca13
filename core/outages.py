"""What an exception says about the machine and not the code: the disk is full, the database is away or asks again."""

import errno
import sqlite3

from django.db import InterfaceError, OperationalError

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
POSTGRESQL_DISK_FULL = "53100"
POSTGRESQL_ASKS_AGAIN = ("40001", "40P01")  # two transactions stand in each other's way; one of them was taken back
WRONG_STATEMENT = (sqlite3.SQLITE_ERROR,)  # no such table, no such column: a fault of the code or of its setting up


def causes(error):
    """The exception and what it was raised from, outermost first."""
    while error is not None:
        yield error
        error = error.__cause__


def is_full(error):
    """True when nothing more can be written: to the disk of the files or to that of the database."""
    return any(
        (isinstance(each, OSError) and each.errno in NO_ROOM)
        or getattr(each, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        or getattr(each, "pgcode", None) == POSTGRESQL_DISK_FULL
        for each in causes(error)
    )


def is_away(error):
    """True when the database does not answer, or not in time."""
    chain = list(causes(error))
    if any(getattr(each, "sqlite_errorcode", None) in WRONG_STATEMENT for each in chain):
        return False
    return any(isinstance(each, OperationalError | InterfaceError) for each in chain)


def asks_again(error):
    """True when the database has taken a transaction back and asks for it once more."""
    return any(getattr(each, "pgcode", None) in POSTGRESQL_ASKS_AGAIN for each in causes(error))
