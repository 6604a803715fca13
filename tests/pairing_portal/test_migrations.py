"""What stands in a database: the tables of the models, or those of another version."""

import os
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from .test_environment import manage

FRESH = f"made_by_migrations_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # processes share the server
MIGRATE = "from django.core.management import call_command; call_command('migrate', {app}verbosity=0); "
FROM_BEFORE = MIGRATE.format(app="'core', ") + (
    "from django.db import connection; from django.db.migrations.recorder import MigrationRecorder; "
    "MigrationRecorder(connection).record_applied('core', '0002_locks')"
)


DESCRIBE = "from tests.pairing_portal.test_migrations import describe; print(describe())"
NOTHING_WAITS = "call_command('migrate', check_unapplied=True, verbosity=0); "
MAKE_AND_FAIL = """from contextlib import suppress
from django.apps import apps
from django.db import DatabaseError, connection
from core import data_version
from core.backup import schema
models = [*apps.get_models(), apps.get_model("pairs", "Pair")]  # which then is there already
with data_version.unwatched(), suppress(DatabaseError):
    schema.make_by_models(connection, [], models)
print(connection.introspection.table_names())"""


def where(database):
    """What a command needs to work in the database at this address."""
    return {"DATABASE_URL": database, "DEBUG": "1"}


def describe():
    """Each table's columns, and its constraints and indexes, as text that is the same for the same tables."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) & {model._meta.db_table for model in own_models()}
        lines = [line for table in tables for line in lines_of(table, cursor)]
    return "\n".join(sorted(lines))


def own_models():
    """The models of the portal: other packages answer for their own migrations."""
    own = [app for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    return [model for app in own for model in app.get_models(include_auto_created=True)]


def lines_of(table, cursor):
    for column in connection.introspection.get_table_description(cursor, table):
        yield f"{table}: {column.name} {column.type_code} {column.display_size} null={column.null_ok}"
    for name, facts in connection.introspection.get_constraints(cursor, table).items():
        nameless = facts["foreign_key"] or name.startswith("__unnamed_")
        told = {kind: fact for kind, fact in sorted(facts.items()) if fact}
        yield f"{table}: {'' if nameless else name} {told}"


@pytest.fixture
def fresh_database(tmp_path, db):
    """The address of an empty database beside the one of the tests."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/{FRESH}.sqlite3"
        return
    on_the_server(f"CREATE DATABASE {FRESH}")
    yield os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{FRESH}"
    on_the_server(f"DROP DATABASE {FRESH}")


def on_the_server(statement):
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def test_an_empty_database_is_given_the_tables_of_the_models(fresh_database, db):
    """At once, and no migration is waiting afterwards; test_upgrade.py shows that all of them lead there too."""
    made = manage(
        "shell", "--no-imports", "-c", MIGRATE.format(app="") + NOTHING_WAITS + DESCRIBE, **where(fresh_database)
    )
    assert made.returncode == 0, made.stderr
    assert set(made.stdout.splitlines()) ^ set(describe().splitlines()) == set()


def test_tables_that_cannot_all_be_made_leave_the_database_empty(fresh_database):
    made = manage("shell", "--no-imports", "-c", MAKE_AND_FAIL, **where(fresh_database))
    assert (made.returncode, made.stdout) == (0, "[]\n"), made.stderr


@pytest.mark.one_database
def test_a_database_of_another_version_is_left_as_it_is(fresh_database):
    there = where(fresh_database)
    assert manage("shell", "--no-imports", "-c", FROM_BEFORE, **there).returncode == 0
    for command in (["migrate"], ["serve", "0"]):
        refused = manage(*command, **there)
        assert refused.returncode == 1
        assert "DATABASE_URL" in refused.stderr and "Traceback" not in refused.stderr
    assert manage(
        "shell", "--no-imports", "-c", "from pairs.models import Pair; Pair.objects.count()", **there
    ).returncode
