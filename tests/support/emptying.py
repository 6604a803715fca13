"""Tables are emptied after a test that commits: only those that hold rows, which takes a tenth of what `flush` does.

Content types and permissions stay, as the models make them: a server that runs on through several tests knows them by
their keys, and would refer to those of the test before.
"""

from contextlib import nullcontext

from django.db import transaction

from core.audit.models import AuditEntry
from demo.audit_log import replaceable

KEPT = {"django_content_type", "auth_permission"}


def instead_of_flush(style, connection, **_how):
    """Empty the tables; no statement is left for `flush`, nor anything to do as after a migration."""
    everything = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [connection.ops.quote_name(name) for name in sorted(set(everything) - KEPT)]
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {', '.join(tables)}")  # until whoever still writes has done so
            cursor.execute("SET LOCAL session_replication_role = replica")  # without triggers, those of keys included
        found = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)
        cursor.execute(found)
        filled = [name for (name,) in cursor.fetchall()]
        is_held = connection.vendor == "sqlite" and connection.ops.quote_name(AuditEntry._meta.db_table) in filled
        with replaceable() if is_held else nullcontext():
            for name in filled:
                cursor.execute(f"DELETE FROM {name}")
    return []
