"""How long the portal waits for PostgreSQL, measured on this side: a frozen server keeps no time limit itself."""

import select
import time
from contextlib import contextmanager
from contextvars import ContextVar

import psycopg2
from psycopg2 import extensions

GRACE = 2  # seconds beyond the server's own limit, whose refusal says more

_at_most = ContextVar("at_most", default=None)
_patient = ContextVar("patient", default=False)


@contextmanager
def at_most(seconds):
    """Within it no statement is waited for longer than `seconds`."""
    before = _at_most.set(seconds)
    try:
        yield
    finally:
        _at_most.reset(before)


@contextmanager
def patiently(connection):
    """Within it statements of `connection` take as long as they need: for commands for which nobody waits."""
    if connection.vendor != "postgresql":
        yield
        return
    before = _patient.set(True)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
        yield
    finally:
        _patient.reset(before)
        if not connection.in_atomic_block:
            connection.close()  # the next one has the usual limit again


def install(connect_seconds, statement_seconds):
    """From now on connections and statements of psycopg2 are given up after these times; 0 waits for ever."""

    def wait(connection):
        connecting = connection.status == extensions.STATUS_SETUP
        limit = connect_seconds if connecting else statement_seconds and statement_seconds + GRACE
        limit = None if _patient.get() and not connecting else limit
        wait_for(connection, min(filter(None, (limit, _at_most.get())), default=None))

    extensions.set_wait_callback(wait)


def wait_for(connection, seconds):
    """Wait until the server has answered; OperationalError after `seconds`."""
    until = time.monotonic() + seconds if seconds else None
    while (state := connection.poll()) != extensions.POLL_OK:
        left = None if until is None else until - time.monotonic()
        if left is not None and left <= 0 or not is_ready(connection, state, left):
            raise psycopg2.OperationalError(f"the database did not answer within {seconds} seconds")


def is_ready(connection, state, seconds):
    """Wait until there is something to read from or to write to the server; False when the time is up."""
    watched = select.poll()
    watched.register(connection.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
    return bool(watched.poll(None if seconds is None else seconds * 1000))
