"""The version of the public data: moved by every committed change, read in the snapshot of whoever reads the data.

Each transaction that writes adds a row of its own, in itself: no two writers meet at one row, and one that commits late
moves the version when it commits. The version is what the rows visible to a reader add up to, so two readers with the
same version have seen the same transactions. Whatever writes through Django is noticed at the connection: pages, admin,
imports, commands, bulk updates and raw SQL alike. Who writes by other means calls `manage.py data_changed`.
"""

import re
import secrets
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

from django.conf import settings
from django.db import connections, models, transaction
from django.db.backends.signals import connection_created
from django.db.models.functions import Now
from django.db.models.signals import post_migrate, pre_migrate

from .snapshots import opened_snapshot

READ = re.compile(
    r"\s*(SELECT|PRAGMA|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|EXPLAIN|SET|SHOW|DECLARE|FETCH|CLOSE|LOCK|ANALYZE|VACUUM"
    r"|CREATE|ALTER|DROP|COMMENT)\b",
    re.IGNORECASE,
)
WRITTEN = re.compile(
    r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(?P<table>\w+)', re.IGNORECASE
)
FOLDED_EVERY = 256  # changes, by chance; so few rows are added up in no time
TOKENS = 2**32
JUMP = 1_000_000  # more changes than there are between two backups


class DataVersion(models.Model):
    """One change of the public data, or several that were folded into one row.

    The tokens are random: after a restored backup the same number of changes is not the same version.
    """

    moves = models.BigIntegerField(db_default=1)
    token = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = []

    def __str__(self):
        return f"{self.moves}"


TABLE = DataVersion._meta.db_table
READ_VERSION = f"SELECT CAST(SUM(moves) AS bigint), CAST(SUM(token) AS bigint) FROM {TABLE}"
MOVE = f"INSERT INTO {TABLE} (token) VALUES (%s)"


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


def read(connection):
    for mark in marks(connection):
        mark.is_read = True
    with connection.cursor() as cursor:
        cursor.execute(READ_VERSION)
        number, token = cursor.fetchone()
    return Version(number or 0, token or 0)


def move(using="default"):
    """Move the version in the transaction of `using`, once however much that writes before it reads the version."""
    connection = connections[using]
    if not all(mark.is_read for mark in marks(connection)):
        return
    token = secrets.randbelow(TOKENS)
    with transaction.atomic(using, savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(MOVE, [token])
        # Django takes the mark away with the savepoint that is rolled back, and the row with it.
        transaction.on_commit(Moved(using, token), using)


class Moved:
    """The mark of a transaction that has moved the version; one in many folds the rows."""

    def __init__(self, using, token):
        self.using, self.token, self.is_read = using, token, False

    def __call__(self):
        if self.token % FOLDED_EVERY == 0:
            fold(self.using)


def jump(using="default"):
    """Move the version past every number that readers were told before a backup was restored."""
    DataVersion.objects.using(using).create(moves=JUMP, token=secrets.randbelow(TOKENS))


def marks(connection):
    """The marks of the transaction that `connection` is in."""
    return [function for _savepoints, function, _robust in connection.run_on_commit if isinstance(function, Moved)]


def fold(using="default"):
    """Make one row of those that are committed; what they add up to stays the same for every reader."""
    skipping = connections[using].features.has_select_for_update_skip_locked
    with transaction.atomic(using):
        rows = list(DataVersion.objects.using(using).select_for_update(skip_locked=skipping).order_by("pk"))
        if len(rows) > 1:
            DataVersion.objects.using(using).filter(pk__in=[row.pk for row in rows]).delete()
            sums = {"moves": sum(row.moves for row in rows), "token": sum(row.token for row in rows)}
            DataVersion.objects.using(using).create(**sums, at=rows[-1].at)


def moves_version(sql):
    """True for a statement that may change what the public reads; what is not recognised counts as one."""
    if READ.match(sql):
        return False
    found = WRITTEN.match(sql)
    return not found or not is_never_public(found["table"])


def is_never_public(table):
    """True for the tables that no public answer reads."""
    return table == TABLE or "historical" in table or table in settings.NEVER_PUBLIC_TABLES


def noticing(execute, sql, params, many, context):
    """An execute wrapper: a statement that writes public data and the move of the version are one transaction."""
    if not moves_version(sql):
        return execute(sql, params, many, context)
    connection = context["connection"]
    if connection.in_atomic_block:
        result = execute(sql, params, many, context)
        move_unless_unchanged(context)
        return result
    with transaction.atomic(connection.alias):
        result = execute(sql, params, many, context)
        if connection.vendor == "sqlite" and context["cursor"].description:
            context["cursor"].cursor = Fetched(context["cursor"].cursor)
        move_unless_unchanged(context)
    return result


def move_unless_unchanged(context):
    """Move the version, but for a statement that gave no rows and met none, as tidying up often does."""
    if context["cursor"].description or context["cursor"].rowcount != 0:
        move(context["connection"].alias)


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
