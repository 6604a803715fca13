"""Connections outlive a request, but not the file that they have opened."""

import os

import pytest
from django.conf import settings
from django.core.signals import request_started
from django.db import ConnectionHandler

from core import kept_connections


def test_connections_are_kept_on_both_databases():
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] == 60


@pytest.fixture
def kept(tmp_path, monkeypatch, django_db_blocker):
    """A connection of our own to a SQLite file, which requests know as theirs."""
    plain = {"ENGINE": "django.db.backends.sqlite3", "CONN_MAX_AGE": 60}
    handler = ConnectionHandler({name: plain | {"NAME": tmp_path / name} for name in ("default", "backup")})
    monkeypatch.setattr(kept_connections, "connections", handler)
    monkeypatch.setattr("django.db.connections", handler)
    with django_db_blocker.unblock():
        yield handler
        handler.close_all()


def run(connection, statement):
    with connection.cursor() as cursor:
        return cursor.execute(statement).fetchall()


def test_the_next_request_uses_the_same_connection(kept):
    run(kept["default"], "CREATE TABLE thing (name)")
    opened = kept["default"].connection
    request_started.send(sender=None)
    assert kept["default"].connection is opened


def test_a_file_put_in_its_place_is_opened_by_the_next_request(kept, tmp_path):
    run(kept["default"], "CREATE TABLE before (name)")
    run(kept["backup"], "CREATE TABLE restored (name)")
    os.replace(tmp_path / "backup", tmp_path / "default")
    request_started.send(sender=None)
    assert run(kept["default"], "SELECT name FROM sqlite_master") == [("restored",)]


@pytest.mark.parametrize(("seconds", "asked"), [(0, False), (2, True)], ids=["at once", "after a while"])
def test_a_connection_is_asked_whether_it_answers_unless_it_just_did(kept, monkeypatch, seconds, asked):
    kept.settings["default"]["CONN_HEALTH_CHECKS"] = True
    run(kept["default"], "SELECT 1")
    request_started.send(sender=None)
    kept["default"].asked_at -= seconds
    request_started.send(sender=None)
    calls = []
    monkeypatch.setattr(kept["default"], "is_usable", lambda: calls.append("asked") or True)
    run(kept["default"], "SELECT 1")
    assert bool(calls) is asked
