"""Rows as lines of JSON that do not depend on the database engine, and back.

A table is one line for each row, a list of its values. Its digest does not depend on the order of the rows: what was
loaded is read again and compared with it.
"""

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice

from django.db import connections, models
from django.utils.translation import gettext as _

from .exceptions import BackupRefused

FETCHED = 2000  # rows
INSERTED = 500  # rows in one statement at most
ROUND = 2**256


class RowDigest:
    """Adds up the hashes of rows: equal for equal rows in any order."""

    def __init__(self):
        self.sum, self.rows = 0, 0

    def add(self, line):
        self.sum += int.from_bytes(hashlib.sha256(line).digest())
        self.rows += 1

    @property
    def facts(self):
        return {"rows": self.rows, "digest": f"{self.sum % ROUND:064x}"}


def columns_of(model):
    return [field.column for field in model._meta.concrete_fields]


def lines_of(model, using="default"):
    """Each row as a line of JSON, in bytes."""
    fields = model._meta.concrete_fields
    rows = model._base_manager.using(using).order_by("pk").values_list(*(field.attname for field in fields))
    for row in rows.iterator(chunk_size=FETCHED):
        yield json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain).encode()


def plain(value):
    """What JSON does not know, as text that the field reads again; moments in UTC, whatever zone the engine gives."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | timedelta):
        return str(value)
    raise TypeError(f"A backup does not know how to keep {type(value)}")


def digest_of(model, using="default"):
    """The facts of the rows of a table as they are now."""
    digest = RowDigest()
    for line in lines_of(model, using):
        digest.add(line)
    return digest.facts


def load(model, columns, lines, using="default"):
    """Insert rows as they are, past everything that models do on saving."""
    connection, fields = connections[using], {field.column: field for field in model._meta.concrete_fields}
    if set(columns) != set(fields):
        raise BackupRefused(_("The columns of the table %(table)s are not those of this version.") % named(model))
    used = [fields[column] for column in columns]
    size = min(INSERTED, (connection.features.max_query_params or 2**16) // len(used))
    rows = (values_of(used, json.loads(line), connection) for line in lines)
    with connection.cursor() as cursor:
        while part := list(islice(rows, size)):
            cursor.execute(insertion(model, columns, len(part), connection), [value for row in part for value in row])


def values_of(fields, row, connection):
    if len(row) != len(fields):
        raise BackupRefused(_("A row of the table %(table)s is not complete.") % named(fields[0].model))
    return [value_of(field, value, connection) for field, value in zip(fields, row, strict=True)]


def value_of(field, value, connection):
    read = value if isinstance(field, models.JSONField) else field.to_python(value)
    return field.get_db_prep_save(read, connection)


def insertion(model, columns, rows, connection):
    quote = connection.ops.quote_name
    one = f"({', '.join(['%s'] * len(columns))})"
    names = ", ".join(map(quote, columns))
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {', '.join([one] * rows)}"


def named(model):
    return {"table": model._meta.db_table}


def last_number(model, connection):
    """The last number that the table gave to a row, which may be gone; 0 before the first, None where it gives none."""
    if not isinstance(model._meta.pk, models.AutoField | models.BigAutoField):
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        else:
            cursor.execute(f"SELECT last_value FROM {sequence(model, cursor, connection)} WHERE is_called")
        return (cursor.fetchone() or [0])[0]


def go_on_from(model, number, connection):
    """Have the table give the numbers after this one, so that no number of what was deleted is given again."""
    if not number:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [model._meta.db_table, number])
        else:
            cursor.execute("SELECT setval(%s, %s)", [sequence(model, cursor, connection), number])


def sequence(model, cursor, connection):
    """The name of the sequence behind the key of a table (PostgreSQL)."""
    table = connection.ops.quote_name(model._meta.db_table)
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, model._meta.pk.column])
    return cursor.fetchone()[0]
