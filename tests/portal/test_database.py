"""Both databases are used as they were tried."""

from django.conf import settings
from django.db import connection

from pairs.models import Batch


def test_the_driver_of_postgresql_is_the_one_that_was_tried():
    """psycopg 3 would be taken over psycopg2 silently as soon as anything installs it."""
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    assert is_psycopg3 is False


def test_no_lock_brings_another_driver():
    locks = sorted((settings.BASE_DIR / "requirements").glob("*.txt"))
    assert len(locks) == 3
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
