"""Asking thousands of questions: without drawing each page, and knowing what each of them writes.

Drawing takes a third of the time of a page and decides nothing: who may open it is known before. A walk that asks for
the status alone leaves it out; the walks that read pages draw every one of them.
"""

import re
from contextlib import contextmanager
from unittest.mock import patch

from django.db import connection, transaction
from django.template.backends.django import Template
from django.utils.safestring import SafeString

from core.audit.models import AUDIT_TABLES
from core.data_areas import WRITTEN
from core.data_version import TABLE as VERSION

# What a page that is only read may write, and why.
NOT_DATA = {
    "accounts_browsersession": "what is typed by somebody who has to sign in first waits in it",
    "portal_locks": "it counts how often one address asks",
    VERSION: "it moves with the data, and by itself says nothing",
}
RECORD = AUDIT_TABLES  # which keep who was refused and who took private files away
MADE_BY_CHANCE = ("token", "seed", "session_key", "token_hash", "key_hash", "request_id", "history_request_id")

DIGEST = re.compile(r"[0-9a-f]{32,64}")  # and names of stored files


@contextmanager
def undrawn():
    """Pages are empty inside; headers, redirects, files and refusals are as ever."""
    with patch.object(Template, "render", lambda *_args, **_kwargs: SafeString("")):
        yield


@contextmanager
def statements_that_write(but=frozenset({*NOT_DATA, *RECORD})):
    """Yield the list of (table, statement) that are sent to the database and write into any table `but` these."""
    seen = []

    def watch(execute, sql, params, many, context):
        written = WRITTEN.match(sql)
        if written and written["table"] not in but:
            seen.append((written["table"], sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def effect(ask):
    """The answer of `ask()`, and the rows that it added or took away as {(table, row)}; then all is as before."""
    with transaction.atomic():
        with statements_that_write() as statements:
            answer = ask()
        tables = {table for table, _sql in statements}
        after = rows_of(tables)
        transaction.set_rollback(True)
    return answer, after ^ rows_of(tables)


def rows_of(tables):
    """Every row of these tables, without what is made by chance."""
    found = set()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            kept = [place for place, column in enumerate(cursor.description) if column[0] not in MADE_BY_CHANCE]
            found |= {(table, tuple(without_chance(row[place]) for place in kept)) for row in cursor.fetchall()}
    return found


def without_chance(value):
    """A text without the links in it that are made by chance."""
    return DIGEST.sub("…", value) if isinstance(value, str) else value
