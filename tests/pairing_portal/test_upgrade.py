"""A database of before actions had mechanisms, provinces and names of batches of their own is brought forward."""

import json
import os
import re

from tests.support.factories import before_actions

from .test_environment import manage
from .test_migrations import DESCRIBE, MIGRATE, describe, fresh_database  # noqa: F401 - a fixture

# The long run migrates as everybody does; what a database makes of the same steps is seen in half the time.
SOAK = bool(os.environ.get("SOAK"))
QUICKLY = "" if SOAK else "from tests.support import quick_states; quick_states.install(); "
# The code of that time did not know of versions of the data.
FILL = """from django.core.management import call_command
from django.db import connection
from core import data_version
from tests.support.factories import before_actions
for app, name in before_actions.BEFORE.items():
    call_command("migrate", app, name, verbosity=0)
connection.ensure_connection()
data_version.unwatch("default")
before_actions.fill({!r})"""
TELL = "from tests.support.factories import before_actions; print(before_actions.told()); "


def run(code, **where):
    done = manage("shell", "--no-imports", "-c", code, **where)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_published_action_is_found_as_before(published, fresh_database, tmp_path):  # noqa: F811
    """And all migrations, one after the other, make the tables that the models describe."""
    where = {"DATABASE_URL": fresh_database, "DEBUG": "1"}
    before_actions.dump(tmp_path / "rows.json")
    run(QUICKLY + FILL.format(str(tmp_path / "rows.json")), **where)
    migrated = run(QUICKLY + MIGRATE.format(app="") + TELL + DESCRIBE, **where)
    told, _line, tables = migrated.partition("\n")
    first, second = json.loads(told)
    assert first == before_actions.describe()
    assert second == {"activity": 900, "commitment": 900, "tally": 900, "numbers": [1, 2, 3, 4, 5, 6]}
    assert set(tables.splitlines()) ^ set(describe().splitlines()) == set()
    loaded = manage("load_published", **where)
    assert set(re.findall(r"新增 (\d+)", loaded.stdout)) == {"0"} and "有人改过" not in loaded.stdout, loaded.stdout
    assert json.loads(run(TELL, **where))[0] == first


# Migrating twice over takes minutes: `make test` restores a backup of the version before (tests/core/backup/), and
# `make soak-backup` one of a time before the command was there.
def restored_of_long_ago(published, fresh_database, tmp_path):  # noqa: F811
    """Made of the old tables by this version, proved, and restored by all migrations into a file of SQLite."""
    before_actions.dump(tmp_path / "rows.json")
    there = {"DATABASE_URL": fresh_database, "DEBUG": "1", "MEDIA_ROOT": str(tmp_path / "media")}
    here = there | {"DATABASE_URL": f"sqlite:///{tmp_path}/restored.sqlite3"}
    run(FILL.format(str(tmp_path / "rows.json")), **there)
    for command, where in (("backup", there), ("restore", here)):
        done = manage(command, str(tmp_path / "old.backup"), **where)
        assert done.returncode == 0, done.stderr
    first, second = json.loads(run(TELL, **here))
    assert first == before_actions.describe()
    assert second == {"activity": 900, "commitment": 900, "tally": 900, "numbers": [1, 2, 3, 4, 5, 6]}


if SOAK:
    test_a_backup_of_then_is_restored_and_brought_forward = restored_of_long_ago
