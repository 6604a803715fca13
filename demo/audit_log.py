"""The audit log of a database in which everything is made up, and which is emptied as a whole."""

from contextlib import contextmanager

from django.db import connection, transaction

from core.audit.append_only import CREATE, REMOVE
from core.audit.models import AuditEntry


@contextmanager
def replaceable():
    """Within it entries of the audit log may go; afterwards the database holds them again."""
    with transaction.atomic():
        run(REMOVE)
        yield
        for statements in (REMOVE, CREATE):  # one within another has made them already
            run(statements)


def run(statements):
    editor = connection.SchemaEditorClass(connection)
    with connection.cursor() as cursor:
        for constraint in AuditEntry._meta.constraints:
            for sql in constraint.statements(statements, AuditEntry, editor):
                cursor.execute(str(sql))
