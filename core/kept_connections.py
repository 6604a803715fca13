"""Connections stay open between requests, which saves opening SQLite anew, while their file is still in its place."""

import os
import time

from django.core.signals import request_started
from django.db import connections
from django.db.backends.signals import connection_created

TRUSTED_SECONDS = 1  # a connection to PostgreSQL that answered so lately is not asked again whether it does


def install():
    connection_created.connect(note_file, dispatch_uid="note_file")
    request_started.connect(look_after_kept, dispatch_uid="look_after_kept")


def note_file(connection, **kwargs):
    """Note which file a new connection to SQLite has opened."""
    if connection.vendor == "sqlite":
        connection.opened_file = file_of(connection)


def look_after_kept(**kwargs):
    """Before a request."""
    now = time.monotonic()
    for connection in connections.all(initialized_only=True):
        close_replaced(connection)
        trust_recent(connection, now)


def close_replaced(connection):
    """Close what leads to a file that another has replaced: whatever is written there would be lost."""
    opened = connection.connection is not None and getattr(connection, "opened_file", None)
    if opened and opened != file_of(connection):
        connection.close()


def trust_recent(connection, now):
    """Let CONN_HEALTH_CHECKS ask once a second, not once a request: for a stored answer that is half of the time."""
    is_due = now - getattr(connection, "asked_at", 0) > TRUSTED_SECONDS
    connection.health_check_enabled = is_due and connection.settings_dict["CONN_HEALTH_CHECKS"]
    if is_due:
        connection.asked_at = now


def file_of(connection):
    """Device and number of the database's file; None while there is none, as for a database in memory."""
    try:
        found = os.stat(connection.settings_dict["NAME"])
    except OSError:
        return None
    return found.st_dev, found.st_ino
