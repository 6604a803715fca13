"""What many tests begin with is built once; the next test is sent the same statements, without building it again.

Building a world asks and checks far more than it writes. What it writes is the same each time as long as it begins from
the same database, on the same day and in the same language: the statements of a recording are sent again, through the
connection as any others, and what was returned is unpickled, a copy for each test. Whatever was written before, by the
test or by another fixture, is noticed, and then all is built as ever. So it is on PostgreSQL, whose sequences no
rollback takes back.
"""

import pickle
from datetime import timedelta
from functools import wraps

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from core.audit.recording import COUNTS
from core.data_version import READ, WRITTEN
from core.data_version import TABLE as VERSION
from core.version_facts import FACTS

NEW_FOR = timedelta(seconds=30)  # no test is to see that what it begins with was made before it began


class Recording:
    """The statements that write of what `make` does; those that move the version of the data are made anew."""

    def __init__(self, make):
        self.at, self.statements, self.is_whole = timezone.now(), [], True
        with connection.execute_wrapper(self.watch):
            self.made = make()
        self.kept = pickle.dumps(self.made) if self.is_whole else None

    def watch(self, execute, sql, params, many, context):
        if found := WRITTEN.match(sql):
            if found["table"] != VERSION:
                self.statements.append((sql, params, many))
        elif not READ.match(sql) or sql.startswith("ROLLBACK"):
            self.is_whole = False
        return execute(sql, params, many, context)

    def is_new(self, new_for):
        return timedelta() <= timezone.now() - self.at < new_for

    def again(self):
        with connection.cursor() as cursor:
            for sql, params, many in self.statements:
                (cursor.executemany if many else cursor.execute)(sql, params)
        return pickle.loads(self.kept)


class Replay:
    """`begun` is what the present test began with, in order; None where it is not known any more."""

    def __init__(self):
        self.recordings, self.standing, self.is_recording = {}, [], False
        self.begin()

    def begin(self):
        """A test begins, in whose tables stands what `made_once` has put there, if anything."""
        self.begun, self.changes = (), changes()

    def of(self, what, make, new_for=NEW_FOR):
        """What `make` makes, built or sent again; `what` names it, and all by which it differs from others."""
        if self.is_recording or not self.is_untouched():
            return make()
        state = (what, self.begun, *self.standing, numbered(), timezone.localdate(), get_language())
        recording = self.recordings.get(state)
        made = recording.again() if recording and recording.is_new(new_for) else self.recorded(state, make)
        self.begun = (*self.begun, what) if state in self.recordings else None
        self.changes = changes()
        FACTS.clear()  # what building found out is not known either to those for whom nothing was built
        COUNTS.clear()
        return made

    def is_untouched(self):
        possible = connection.vendor == "sqlite" and connection.in_atomic_block
        return possible and self.begun is not None and changes() == self.changes

    def recorded(self, state, make):
        self.is_recording = True
        try:
            recording = Recording(make)
        finally:
            self.is_recording = False
        self.recordings.pop(state, None)
        if recording.is_whole:
            self.recordings[state] = recording
        return recording.made


def changes():
    """How many rows were ever written through the connection, whether or not it was taken back."""
    return getattr(connection.connection, "total_changes", 0)


def numbered():
    """The number of the last row of each table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return tuple(cursor.fetchall())


REPLAY = Replay()


def replayed(fixture):
    """For a costly fixture that writes rows and changes nothing else, of what it is given or outside.

    What it returns holds copies of what it was given, so that a test which changes one of both does not see the other.
    """

    @wraps(fixture)
    def made(**given):
        return REPLAY.of((fixture.__module__, fixture.__name__), lambda: fixture(**given))

    return made
