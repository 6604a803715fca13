"""An upgrade while 50 requests a second go on: migrate, then start again on the socket that systemd holds. None fails.

Otherwise from this version to a made-up next one; in the long run from the version before to this one, as long as git
holds its history (UPGRADE_FROM names another).
"""

import io
import os
import pkgutil
import shutil
import sqlite3
import subprocess
import tarfile
import time
from contextlib import closing
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone

from tests.conftest import a_client
from tests.support import dockerfile
from tests.support.running_portal import Portal, Visitors

from .test_migrations import fresh_database  # noqa: F401 - a fixture

LONG = bool(os.environ.get("SOAK"))
pytestmark = [] if LONG else pytest.mark.one_database
BEFORE = os.environ.get("UPGRADE_FROM", "052ef90b")
A_SECOND = 50
PATHS = ["/", "/pairs/", "/about/", "/healthz", "/pairs.json", "/en/accounts/", "/search/?q=x", "/robots.txt"]
OWN_SETTINGS = "from tests.settings import *\nSTORED_ANSWERS_MB = 64\n"
NEXT = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "{last}")]
    operations = [
        migrations.CreateModel("Next", [("id", models.BigAutoField(primary_key=True)), ("text", models.TextField())]),
        migrations.AddField("letter", "next", models.TextField(null=True)),
        migrations.AddIndex("letter", models.Index(fields=["recipient"], name="letter_next")),
    ]
"""


@pytest.fixture
def portal(tmp_path, fresh_database):  # noqa: F811
    """A portal with a database of its own; nothing runs yet."""
    (tmp_path / "upgrade_settings.py").write_text(OWN_SETTINGS)
    made = Portal(
        {
            **{"DJANGO_SETTINGS_MODULE": "upgrade_settings", "DATABASE_URL": fresh_database},
            **{"SITE_OPERATOR": "某某中心", "SITE_CONTACT": "010-0000", "SITE_ICP": "none", "SITE_POLICE": "none"},
            **{"MEDIA_ROOT": str(tmp_path), "PYTHONPATH": str(tmp_path)},
        }
    )
    made.log = tmp_path / "log"
    yield made
    made.close()


def copy_database(address, client):
    """The database of the tests as a SQLite file, as if migrations had made it; returns the client's cookie."""
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as copy:
        connection.connection.backup(copy)
        columns = "id integer PRIMARY KEY AUTOINCREMENT, app, name, applied"
        copy.execute(f"CREATE TABLE IF NOT EXISTS django_migrations ({columns})")
        for app in apps.get_app_configs():
            if spec := find_spec(f"{app.name}.migrations"):
                names = [module.name for module in pkgutil.iter_modules(spec.submodule_search_locations)]
                rows = [(app.label, name, timezone.now().isoformat(" ")) for name in names]
                copy.executemany("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", rows)
        copy.commit()
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def next_version(folder):
    """The code of this version with one more migration, and another word of its health."""
    for path in dockerfile.context() + ["tests/__init__.py", "tests/settings.py"]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(settings.BASE_DIR / path, folder / path)
    last = max(path.stem for path in (folder / "core" / "migrations").glob("0*.py"))
    (folder / "core" / "migrations" / "9999_next.py").write_text(NEXT.format(last=last))
    health = folder / "pairing_portal" / "health.py"
    text = health.read_text()
    assert '"ok\\n"' in text
    health.write_text(text.replace('"ok\\n"', '"ok, next\\n"'))
    return folder


def version_before(folder):
    """The code of the version before, as git holds it."""
    archive = subprocess.run(["git", "archive", BEFORE], cwd=settings.BASE_DIR, capture_output=True)
    assert archive.returncode == 0, f"git does not hold {BEFORE}: name another in UPGRADE_FROM, or fetch more"
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        tar.extractall(folder, filter="data")
    return folder


def upgrade(portal, before, after, cookie, seconds):
    """Lead the portal from one version to the other while visitors ask; returns them with their answers."""
    portal.start(before, portal.log)
    assert portal.ask("/healthz") == (200, b"ok\n"), portal.log.read_text()
    with Visitors(portal, PATHS, A_SECOND, cookie) as visitors:
        visitors.stay(seconds)
        portal.manage(after, "migrate", "--verbosity=0")
        portal.stop()
        stopped = time.monotonic()
        portal.start(after, portal.log)
        visitors.wait_for(lambda answer: answer.asked > stopped)
        visitors.stay(seconds)
    return visitors


def test_an_upgrade_under_load_fails_no_request(transactional_db, editor, portal, tmp_path):
    if LONG:
        before, after, cookie = version_before(tmp_path / "before"), settings.BASE_DIR, ""
        for command in ("migrate", "load_published"):
            portal.manage(before, command, "--verbosity=0")
    else:
        before, after = settings.BASE_DIR, next_version(tmp_path / "next")
        cookie = copy_database(portal.environment["DATABASE_URL"], a_client(editor))
    visitors = upgrade(portal, before, after, cookie, seconds=60 if LONG else 1)
    answers = visitors.answers
    allowed = (200,) if cookie else (200, 302)  # /en/accounts/ leads to sign in
    assert [answer for answer in answers if answer.status not in allowed] == []
    took = sorted(answer.seconds for answer in answers)
    over = visitors.asked_for
    print(f"{len(answers)} requests in {over:.0f} s; median {took[len(took) // 2]:.3f} s, longest {took[-1]:.1f} s")
    assert len(answers) == visitors.sent > 0.9 * A_SECOND * over
    if not LONG:
        health = {answer.body for answer in answers if answer.path == "/healthz"}
        assert health == {b"ok\n", b"ok, next\n"}  # both versions answered
