"""Reading in one snapshot: whatever is read within it is of one moment, and nothing is written."""

from contextlib import contextmanager

from django.db import connections, transaction


class Snapshot:
    """One that is open on a connection; within it the version of the data stands, and is read once.

    `version` and `versions` are those of the data and of its areas, once they were asked for; `areas` are those of
    which something was read.
    """

    def __init__(self):
        self.version, self.versions, self.areas = None, None, set()


def opened_snapshot(connection):
    """The snapshot that is open on `connection`; None where there is none."""
    return getattr(connection, "opened_snapshot", None)


@contextmanager
def snapshot(using="default"):
    """Read in one snapshot of the database; within a transaction of the caller's own in that."""
    connection = connections[using]
    if connection.in_atomic_block:
        yield
        return
    begin = {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
    with begin(connection):
        connection.opened_snapshot = Snapshot()
        try:
            yield
        finally:
            connection.opened_snapshot = None


@contextmanager
def sqlite(connection):
    """In WAL mode the first statement takes the snapshot; no lock keeps writers waiting."""
    connection.ensure_connection()
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1")
    try:
        with transaction.atomic(connection.alias):
            connection.transaction_mode = usual
            yield
    finally:
        connection.transaction_mode = usual
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = 0")


@contextmanager
def postgresql(connection):
    with transaction.atomic(connection.alias):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
