"""Backups of the test database: its files lie on the disk, and its migrations count as run."""

from contextlib import contextmanager
from functools import cache

import pytest
from django.conf import settings as portal
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.utils import load_backend

from core.backup import schema

SERVER = "django.db.backends.postgresql"
KEY = "only-for-tests-abcdefghijklmnopqrstuvwxyz-0123456789"
FILE = "django.db.backends.sqlite3"


@pytest.fixture
def media(settings, tmp_path):
    """The folder of the stored files, as in production."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "core.storage.WholeFiles"}}
    return tmp_path / "media"


@pytest.fixture
def portal_of_tests(settings, monkeypatch, media, db):
    """A portal whose database can be backed up: its tables were made of the models, and its migrations count as run."""
    settings.MIGRATION_MODULES = {}
    applied = schema.applied
    monkeypatch.setattr(schema, "applied", lambda connection: applied(connection) or every_migration())
    monkeypatch.setattr(schema, "state_of", state_of)


@cache
def every_migration():
    return sorted(map(list, MigrationLoader(None).disk_migrations))


STATES = {}


def state_of(connection, migrations, find=schema.state_of):
    """The models after the same migrations, found once for all tests: that is most of the work of a small backup."""
    key = tuple(map(tuple, migrations))
    if key not in STATES:
        STATES[key] = find(connection, migrations)
    return STATES[key]


@pytest.fixture
def as_in_production(monkeypatch):
    """The process that proves a backup runs with the settings of the portal, not with those of tests."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "pairing_portal.settings")
    for name, value in {"DEBUG": "1", "SECRET_KEY": KEY}.items():
        monkeypatch.setenv(name, value)


@contextmanager
def elsewhere(settings, tmp_path, name, engine=None):
    """An empty portal beside the one of the tests: database and storage."""
    there, settings.MEDIA_ROOT = settings.MEDIA_ROOT, str(tmp_path / name)
    try:
        with empty_database(tmp_path / f"{name}_db", engine):
            yield
    finally:
        settings.MEDIA_ROOT = there


@contextmanager
def empty_database(place, engine=None):
    """The portal runs on another, empty database meanwhile: a file at `place`, or of that name on the server."""
    engine, there = engine or connection.settings_dict["ENGINE"], connections["default"]
    if engine == SERVER:
        on_the_server(there, f"CREATE DATABASE {place.name}")
        facts = there.settings_dict | {"NAME": place.name}
    else:
        options = {"transaction_mode": "IMMEDIATE"}
        facts = portal.DATABASES["default"] | {"ENGINE": FILE, "NAME": str(place), "OPTIONS": options}
    connections["default"] = load_backend(engine).DatabaseWrapper(facts, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = there
        if engine == SERVER:
            on_the_server(there, f"DROP DATABASE {place.name}")


def on_the_server(there, statement):
    with there._nodb_cursor() as cursor:
        cursor.execute(statement)
