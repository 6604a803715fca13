"""A database that is away and a disk that is full are said, in time, and nothing typed is lost."""

import errno
import os
import socket
import sqlite3
import subprocess
import sys
import time

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection
from django.test import Client

from core import outages, timeouts
from tests.conftest import a_client

NOTE = "签约仪式在武汉举行，双方三十余人参加，会后实地走访了两家企业。"

# A portal whose PostgreSQL is not there, and then one that takes connections and says nothing.
SCRIPT = """
import sys, time, django
django.setup()
from django.db import connection
from django.test import Client
client = Client(raise_request_exception=False)
for port in sys.argv[1:]:
    connection.close()
    connection.settings_dict["PORT"] = port
    for path in ("/healthz", "/pairs/", "/en/desk/", "/robots.txt"):
        since = time.monotonic()
        if path == "/en/desk/":
            client.cookies["sessionid"] = "somebody"
        answer = client.get(path)
        print(answer.status_code, answer.get("Retry-After", "-"), time.monotonic() - since < 4, "数据库" in answer.text)
"""


@pytest.fixture(scope="module")
def away():
    """What the pages answered, with the database not there and with it silent; and the log."""
    with socket.create_server(("127.0.0.1", 0)) as silent, socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound and not listening: whoever connects is refused
        ports = [str(each.getsockname()[1]) for each in (free, silent)]
        known = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_CONNECT_SECONDS": "1"}
        known["DATABASE_URL"] = f"postgres://portal:secret-word@127.0.0.1:{ports[0]}/portal"
        run = [sys.executable, "-W", "ignore", "-c", SCRIPT, *ports]
        ran = subprocess.run(run, env=known, cwd=django_settings.BASE_DIR, capture_output=True, text=True, timeout=120)
    return [line.split() for line in ran.stdout.splitlines()], ran.stderr


@pytest.mark.parametrize("case", range(2), ids=["not there", "silent"])
def test_pages_say_at_once_that_the_database_is_away(away, case):
    health, public, inside, robots = away[0][4 * case : 4 * case + 4]
    assert health[:3] == ["503", "30", "True"]
    assert public == inside == ["503", "30", "True", "True"]
    assert robots[0] == "200"


def test_the_log_says_why_and_no_password(away):
    assert "OperationalError" in away[1] and "Service Unavailable: /pairs/" in away[1]
    assert "secret-word" not in away[1]


def test_a_statement_is_given_up_when_the_database_freezes(db):
    if connection.vendor != "postgresql":
        assert connection.settings_dict["OPTIONS"]["timeout"] <= 30
        return
    since = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "30s"
    other = connection.copy()
    with pytest.raises(OperationalError), timeouts.at_most(0.2), other.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    assert time.monotonic() - since < 5


def chained(error, cause):
    error.__cause__ = cause
    return error


def sqlite_error(code):
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "full", "is_away"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True, False),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True, False),
        (OSError(errno.EACCES, "Permission denied"), False, False),
        (chained(OperationalError(), sqlite_error(sqlite3.SQLITE_FULL)), True, True),
        (chained(OperationalError(), sqlite_error(sqlite3.SQLITE_BUSY)), False, True),
        (chained(OperationalError("no such table"), sqlite_error(sqlite3.SQLITE_ERROR)), False, False),
        (OperationalError("connection refused"), False, True),
        (RuntimeError("a fault of the code"), False, False),
        (None, False, False),
    ],
)
def test_faults_of_the_machine_are_told_apart_from_those_of_the_code(error, full, is_away):
    assert (outages.is_full(error), outages.is_away(error)) == (full, is_away)


@pytest.fixture
def failing(monkeypatch):
    """Makes every page of the inside that sends an invitation fail with an exception."""

    def fail(error):
        def broken(*args, **kwargs):
            raise error

        monkeypatch.setattr("accounts.views.people.InvitationForm", broken)

    return fail


@pytest.mark.parametrize(
    ("error", "status", "words", "again"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 507, "存储空间已满", True),
        (OperationalError("server closed the connection"), 503, "暂时无法使用", True),
        (RuntimeError("a fault of the code"), 500, "问题在我们这边", False),
    ],
)
def test_what_was_typed_stands_on_the_page_and_can_be_sent_again(editor, failing, error, status, words, again):
    failing(error)
    client = Client(raise_request_exception=False)
    client.force_login(editor)
    answer = client.post("/desk/people/invite/?x=1", {"name": "王芳", "note": f"<b>{NOTE}"})
    assert answer.status_code == status and words in answer.text
    assert f">&lt;b&gt;{NOTE}</textarea>" in answer.text
    assert ('action="/desk/people/invite/?x=1"' in answer.text) == again
    assert ('name="name" value="王芳"' in answer.text) == again


def test_a_page_that_was_only_read_offers_nothing_to_send(editor, failing):
    failing(OSError(errno.ENOSPC, "No space left on device"))
    client = a_client(editor)
    client.raise_request_exception = False
    assert "<form" not in client.get("/desk/people/invite/").text
