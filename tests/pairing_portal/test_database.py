"""Both databases are used as they were tried."""

import re

import pytest
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.db import NotSupportedError, OperationalError, connection
from django.utils import translation

from pairing_portal import checks
from pairs.models import Batch
from tests.conftest import ONE_DATABASE, stands_in


def test_the_driver_of_postgresql_is_the_one_that_was_tried():
    """psycopg 3 would be taken over psycopg2 silently as soon as anything installs it."""
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    assert is_psycopg3 is False


def test_no_lock_brings_another_driver():
    locks = sorted((settings.BASE_DIR / "requirements").glob("*.txt"))
    assert len(locks) == 6
    for lock in locks:
        assert "\npsycopg==" not in lock.read_text() and "\npsycopg2-binary==" in lock.read_text()


def test_no_lock_names_a_host():
    for lock in (settings.BASE_DIR / "requirements").glob("*.txt"):
        assert "://" not in lock.read_text()
        assert "--hash=sha256:" in lock.read_text()


def test_sqlite_writers_wait_for_each_other(db):
    """Nothing of the kind is needed on PostgreSQL."""
    if connection.vendor == "sqlite":
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        assert connection.settings_dict["OPTIONS"]["timeout"] >= 10


def test_pages_open_no_transaction_of_their_own():
    """With immediate transactions every page would be a writer."""
    assert not connection.settings_dict["ATOMIC_REQUESTS"]


def test_batches_with_their_number_of_pairs_come_in_order():
    """A grouped query drops the order of its table; PostgreSQL then answers in any order."""
    assert Batch.objects.published().with_known_pairs().ordered


class Server:
    """A connection to a PostgreSQL of some version, as Django's own is."""

    vendor = "postgresql"

    def __init__(self, version, answers=True):
        self.version, self.answers = version, answers
        self.features = type("Features", (), {"minimum_database_version": (14,)})

    def ensure_connection(self):
        if not self.answers:
            raise OperationalError("connection refused")
        if self.version < self.features.minimum_database_version:
            raise NotSupportedError("PostgreSQL 14 or later is required")

    def get_database_version(self):
        return self.version


@pytest.fixture
def faults(monkeypatch):
    """What the check says of a server."""

    def of(server):
        monkeypatch.setattr(checks, "connections", {"default": server})
        return checks.postgresql_version(None, databases=["default"])

    return of


def test_an_old_postgresql_is_refused_in_both_languages(faults):
    with translation.override("en"):
        (fault,) = faults(Server((13, 4)))
        assert (fault.id, fault.msg) == ("portal.E008", "The database runs on PostgreSQL 13; 14 or newer is needed.")
        assert "pg_upgrade" in fault.hint
    with translation.override("zh-hans"):
        assert faults(Server((13, 4)))[0].msg == "数据库是 PostgreSQL 13；需要 14 或更新版本。"


def test_a_newer_postgresql_passes_and_one_that_is_away_is_told_of_elsewhere(faults):
    assert faults(Server((14, 0))) == faults(Server((18, 1))) == faults(Server((13, 0), answers=False)) == []


def test_a_django_that_asks_for_more_is_believed(faults):
    server = Server((14, 2))
    server.features.minimum_database_version = (15,)
    assert "15" in faults(server)[0].msg


def test_the_database_at_hand_passes(db):
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


def test_the_handbook_names_the_version_in_both_languages():
    handbook = (settings.BASE_DIR / "docs/operators.md").read_text()
    assert re.findall(r"PostgreSQL (\d+) (?:或更新版本|or newer)", handbook) == [str(checks.OLDEST_POSTGRESQL)] * 2


def test_what_is_run_on_one_database_only_is_there():
    """And leaves the walk over every address, and races, to both."""
    tests = settings.BASE_DIR / "tests"
    assert [place for place in ONE_DATABASE if not (tests / place).exists()] == []
    assert stands_in(tests / "truth" / "test_lists.py", ONE_DATABASE)
    both = ["pairing_portal/test_access.py", "races/test_forms.py", "pairs/lists/test_confirming.py"]
    assert [place for place in both if stands_in(tests / place, ONE_DATABASE)] == []
