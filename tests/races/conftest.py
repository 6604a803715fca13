"""Several people at once need a database that several connections can use: PostgreSQL, or SQLite in a file."""

import shutil

import pytest
from django.conf import settings
from django.db import connection

from tests.support.casts.running_action import rita, rob, sam, world

from .portal_server import serving

__all__ = ["rita", "rob", "sam", "world"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A database file: one in memory is a single connection's own."""
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        name = str(tmp_path_factory.mktemp("races") / "portal.sqlite3")
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name


@pytest.fixture(autouse=True)
def several_can_use_it():
    """Begun with tests of other folders, these would share the database of those, which lies in memory."""
    assert "memory" not in str(connection.settings_dict["NAME"]), "tests/races is run by itself on SQLite"


@pytest.fixture(scope="session")
def one_server(tmp_path_factory, django_db_setup, django_db_blocker):
    """Starting one takes seconds: all tests that ask over HTTP share it."""
    with django_db_blocker.unblock():
        where = serving(tmp_path_factory.mktemp("served"))
        server = where.__enter__()
    yield server
    where.__exit__(None, None, None)


@pytest.fixture
def server(one_server, transactional_db):
    """The portal as it is deployed, on the database of the test; its files are gone with the test."""
    yield one_server
    for folder in one_server.media.iterdir():
        shutil.rmtree(folder)
