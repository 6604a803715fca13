"""Connections stay open between requests, which saves opening SQLite anew, while their file is still in its place."""

import os
import time

from django.core.signals import request_started
from django.db import connections
from django.db.backends.signals import connection_created

TRUSTED_SECONDS = 1  # a connection to PostgreSQL that answered so lately is not asked again whether it does


def install():
    connection_created.connect(note_file, dispatch_uid="note_file")
    request_started.connect(close_replaced, dispatch_uid="close_replaced")
    request_started.connect(trust_recent, dispatch_uid="trust_recent")


def note_file(connection, **kwargs):
    """Note which file a new connection to SQLite has opened."""
    if connection.vendor == "sqlite":
        connection.opened_file = file_of(connection)


def close_replaced(**kwargs):
    """Close what leads to a file that another has replaced: whatever is written there would be lost."""
    for connection in connections.all(initialized_only=True):
        opened = connection.connection is not None and getattr(connection, "opened_file", None)
        if opened and opened != file_of(connection):
            connection.close()


def trust_recent(**kwargs):
    """Let CONN_HEALTH_CHECKS ask once a second, not once a request: for a stored answer that is half of the time."""
    now = time.monotonic()
    for connection in connections.all(initialized_only=True):
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
