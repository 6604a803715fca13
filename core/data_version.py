"""The version of the public data: moved by every committed change, read in the snapshot of whoever reads the data.

Each transaction that writes adds a row of its own, in itself: no two writers meet at one row, and one that commits late
moves the version when it commits. The version is what the rows visible to a reader add up to, so two readers with the
same version have seen the same transactions. Whatever writes through Django is noticed at the connection: pages, admin,
imports, commands, bulk updates and raw SQL alike. Who writes by other means calls `manage.py data_changed`.
Each row says which area was written (core/data_areas.py), so that the version of an area alone can be read too.
"""

import re
import secrets
from collections import defaultdict
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, models, router, transaction
from django.db.backends.signals import connection_created
from django.db.models.functions import Now
from django.db.models.signals import post_migrate, pre_migrate

from .data_areas import EVERYTHING, area_written, areas_read, of_stored, stored, table_written
from .snapshots import opened_snapshot

READ = re.compile(
    r"\s*(SELECT|PRAGMA|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET|SHOW|DECLARE|FETCH|CLOSE|LOCK|ANALYZE|VACUUM"
    r"|CREATE|ALTER|DROP|COMMENT)\b",
    re.IGNORECASE,
)
ROLLED_BACK = re.compile(r"\s*ROLLBACK\b", re.IGNORECASE)  # to a savepoint; the whole is not a statement here
FOLDED_EVERY = 256  # changes, by chance; so few rows are added up in no time
TOKENS = 2**32
JUMP = 1_000_000  # more changes than there are between two backups


class DataVersion(models.Model):
    """One change of an area of the public data, or several that were folded into one row.

    The tokens are random: after a restored backup the same number of changes is not the same version.
    """

    moves = models.BigIntegerField(db_default=1)
    token = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    area = models.CharField(max_length=100, blank=True, db_default=EVERYTHING)

    class Meta:
        default_permissions = []

    def __str__(self):
        return f"{self.moves}"


TABLE = DataVersion._meta.db_table
READ_VERSION = f"SELECT CAST(SUM(moves) AS bigint), CAST(SUM(token) AS bigint) FROM {TABLE}"
READ_AREAS = READ_VERSION.replace("SELECT", "SELECT area,") + " GROUP BY area"
MOVE = f"INSERT INTO {TABLE} (moves, token, area) VALUES (%s, %s, %s)"


class Version(NamedTuple):
    """`number` rises with every change and is told to readers; with the `token` it stands for that state alone."""

    number: int
    token: int


def current(using="default"):
    """The version that the transaction of `using` sees, or outside of one the newest."""
    connection = connections[using]
    if (snapshot := opened_snapshot(connection)) is None:
        return read(connection)
    if snapshot.version is None:
        snapshot.version = read(connection)
    return snapshot.version


def by_area(using="default"):
    """The Version of each area, where `current` gives that of all together."""
    connection = connections[using]
    if (snapshot := opened_snapshot(connection)) is None:
        return read_areas(connection)
    if snapshot.versions is None:
        snapshot.versions = read_areas(connection)
    return snapshot.versions


def read(connection):
    [(number, token)] = asked(connection, READ_VERSION)
    return Version(number or 0, token or 0)


def read_areas(connection):
    found = defaultdict(lambda: Version(0, 0))
    for name, number, token in asked(connection, READ_AREAS):
        area = of_stored(name)
        found[area] = Version(found[area].number + number, found[area].token + token)
    return dict(found)


def asked(connection, sql):
    """What the version is; whatever is written after it was told moves it again."""
    close_marks(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def move(using="default", area=EVERYTHING):
    """Move the version of an area in the transaction of `using`: once, until its marks are closed.

    Its number rises for the first area alone, so that a transaction counts as one change.
    """
    connection = connections[using]
    moved = {mark.area for mark in marks(connection) if not mark.is_closed}
    if moved & {area, EVERYTHING}:
        return
    token = secrets.randbelow(TOKENS)
    with transaction.atomic(using, savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(MOVE, [0 if moved else 1, token, stored(area)])
        transaction.on_commit(Moved(using, token, area), using)


class Moved:
    """The mark of a transaction that has moved the version of an area; one in many folds the rows.

    It is closed once the version was read, or rows may have been rolled back: what is written then moves it again.
    """

    def __init__(self, using, token, area):
        self.using, self.token, self.area, self.is_closed = using, token, area, False

    def __call__(self):
        if self.token % FOLDED_EVERY == 0:
            fold(self.using)


def jump(using="default"):
    """Move the version past every number that readers were told before a backup was restored."""
    DataVersion.objects.using(using).create(moves=JUMP, token=secrets.randbelow(TOKENS))


def marks(connection):
    """The marks of the transaction that `connection` is in."""
    return [function for _savepoints, function, _robust in connection.run_on_commit if isinstance(function, Moved)]


def close_marks(connection):
    for mark in marks(connection):
        mark.is_closed = True


def fold(using="default"):
    """Make one row for each area of those that are committed; what they add up to stays the same for every reader.

    But for those of another version of the portal, which then reads a change of everything.
    """
    skipping = connections[using].features.has_select_for_update_skip_locked
    kept, rows = DataVersion.objects.using(using), defaultdict(list)
    with transaction.atomic(using):
        for row in kept.select_for_update(skip_locked=skipping).order_by("pk"):
            rows[of_stored(row.area)].append(row)
        for area, folded in rows.items():
            if len(folded) > 1:
                kept.filter(pk__in=[row.pk for row in folded]).delete()
                sums = {"moves": sum(row.moves for row in folded), "token": sum(row.token for row in folded)}
                kept.create(**sums, at=folded[-1].at, area=stored(area))


def moves_version(sql):
    """True for a statement that may change what the public reads; what is not recognised counts as one."""
    if all(READ.match(statement) for statement in sql.split(";") if statement.strip()):
        return False
    return not is_never_public(table_written(sql))


def is_never_public(table):
    """True for the tables that no public answer reads."""
    return table is not None and (table == TABLE or "historical" in table or table in settings.NEVER_PUBLIC_TABLES)


def noticing(execute, sql, params, many, context):
    """An execute wrapper: a statement that writes public data and the move of the version are one transaction."""
    connection = context["connection"]
    if not moves_version(sql):
        note_read(connection, sql)
        if ROLLED_BACK.match(sql):
            close_marks(connection)
        return execute(sql, params, many, context)
    if connection.in_atomic_block:
        result = execute(sql, params, many, context)
        move_unless_unchanged(context, area_written(sql))
        return result
    with transaction.atomic(connection.alias):
        result = execute(sql, params, many, context)
        if connection.vendor == "sqlite" and context["cursor"].description:
            context["cursor"].cursor = Fetched(context["cursor"].cursor)
        move_unless_unchanged(context, area_written(sql))
    return result


def note_read(connection, sql):
    """Note which areas were read, in the snapshot that public data are read from; beside it, nobody knows of when."""
    if snapshot := opened_snapshot(connection):
        snapshot.areas |= areas_read(sql)
    if (source := public_source()) != connection.alias and (snapshot := opened_snapshot(connections[source])):
        snapshot.areas.add(EVERYTHING)


def public_source():
    """The name of the database that public data are read from."""
    return router.db_for_read(DataVersion) or DEFAULT_DB_ALIAS


def move_unless_unchanged(context, area):
    """Move the version, but for a statement that gave no rows and met none, as tidying up often does."""
    if context["cursor"].description or context["cursor"].rowcount != 0:
        move(context["connection"].alias, area)


class Fetched:
    """A cursor whose rows have been read: SQLite ends no transaction while a statement still has some to give."""

    def __init__(self, cursor):
        self.cursor, self.rows = cursor, iter(cursor.fetchall())

    def __getattr__(self, name):
        return getattr(self.cursor, name)

    def __iter__(self):
        return self.rows

    def fetchone(self):
        return next(self.rows, None)

    def fetchmany(self, size=1):
        return list(islice(self.rows, size))

    def fetchall(self):
        return list(self.rows)


def watch(connection, **_kwargs):
    if noticing not in connection.execute_wrappers:
        connection.execute_wrappers.append(noticing)


def unwatch(using, **_kwargs):
    """While tables are made and changed the version stands; it moves at the end."""
    connection = connections[using]
    if noticing in connection.execute_wrappers:
        connection.execute_wrappers.remove(noticing)


@contextmanager
def unwatched(using="default"):
    """While tables are made or loaded the version stands; whoever does so moves it in the end."""
    unwatch(using)
    try:
        yield
    finally:
        watch(connections[using])


def watch_again(using, **_kwargs):
    watch(connections[using])
    if TABLE in connections[using].introspection.table_names():
        move(using)


def install(app):
    """Watch every connection from now on; `app` is the one whose tables are made last before they are watched again."""
    connection_created.connect(watch, dispatch_uid="data_version")
    pre_migrate.connect(unwatch, dispatch_uid="data_version")
    post_migrate.connect(watch_again, sender=app, dispatch_uid="data_version")
