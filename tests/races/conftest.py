"""Several people at once need a database that several connections can use: PostgreSQL, or SQLite in a file."""

import pytest
from django.conf import settings

from tests.support.casts.running_action import rita, rob, sam, world

__all__ = ["rita", "rob", "sam", "world"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A database file: one in memory is a single connection's own."""
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        name = str(tmp_path_factory.mktemp("races") / "portal.sqlite3")
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name
