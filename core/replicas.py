"""Reading public answers from a replica: the database of DATABASE_REPLICA_URL, where there is one.

Only what everybody may read is built from it, and only in a snapshot that has reached the version which is wanted:
whoever has changed something never sees what was before. Everything else reads from where it is written.
"""

from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, connections

from . import data_version
from .snapshots import snapshot

REPLICA = "replica"

_source = ContextVar("source", default=None)


class ReplicaRouter:
    """Reads go where `reading` says; tables are made, and rows are written, in the first database alone."""

    def db_for_read(self, model, **hints):
        return _source.get()

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db != REPLICA


@contextmanager
def reading():
    """Read in one snapshot: of the replica if that has caught up, else of the first database; gives which."""
    with ExitStack() as stack:
        using = REPLICA if REPLICA in connections.settings and has_caught_up(stack) else "default"
        if using == "default":
            stack.enter_context(snapshot())
        token = _source.set(using)
        try:
            yield using
        finally:
            _source.reset(token)


def has_caught_up(stack):
    """Open a snapshot of the replica on the stack; False, and none is open, where it lags behind or is away."""
    version = data_version.current()
    try:
        with ExitStack() as opened:
            opened.enter_context(snapshot(REPLICA))
            if data_version.current(REPLICA) != version:
                return False
            stack.push(opened.pop_all())
            return True
    except DatabaseError:
        return False
