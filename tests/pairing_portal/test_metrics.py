"""What Prometheus reads: counts by the names of views, what waits in the tables, and nothing for strangers."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError
from django.test import Client
from django.utils import timezone
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from core import metrics, worker
from core.models import Backup, Job, Letter
from core.stored_answers.store import STORE
from pairing_portal import checks

pytestmark = pytest.mark.one_database
TOKEN = "a-token-of-the-monitoring"
ALLOWED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def counting(settings, db):
    """A client of a portal that counts."""
    settings.METRICS_TOKEN = TOKEN
    return Client()


def read(client):
    """All samples, as (name, labels in their order) → number."""
    found = {}
    for family in text_string_to_metric_families(client.get("/metrics", headers=ALLOWED).text):
        found |= {
            (each.name, *(value for _name, value in sorted(each.labels.items()))): each.value for each in family.samples
        }
    return found


def difference(client, act):
    before = read(client)
    act()
    return {name: number - before.get(name, 0) for name, number in read(client).items()}


@pytest.mark.parametrize("sent", ["", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", f"bearer {TOKEN}", TOKEN])
def test_strangers_are_told_that_there_is_no_such_page(counting, sent):
    answer = counting.get("/metrics", headers={"Authorization": sent})
    assert answer.status_code == 404 and "portal_requests" not in answer.text


def test_without_a_token_in_the_settings_nobody_reads_and_nothing_is_counted(settings, db):
    settings.METRICS_TOKEN = ""
    about = {"view": "about", "method": "GET", "status": "200"}
    before = REGISTRY.get_sample_value("portal_requests_total", about)
    client = Client()
    assert client.get("/about/").status_code == 200
    for sent in ("", "Bearer "):
        assert client.get("/metrics", headers={"Authorization": sent}).status_code == 404
    assert REGISTRY.get_sample_value("portal_requests_total", about) == before


def test_what_is_read_is_stored_nowhere(counting):
    answer = counting.get("/metrics", headers=ALLOWED)
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    assert counting.post("/metrics", headers=ALLOWED).status_code == 405


def test_requests_are_counted_by_view_method_and_status_never_by_address(counting):
    def visit():
        for path in ("/about/", "/about/", "/pairs/?q=somebody", "/universities/nobody-has-this/", "/nowhere/else/"):
            counting.get(path)
        counting.post("/accounts/login/")
        counting.generic("BREW", "/about/")

    found = difference(counting, visit)
    assert found["portal_requests_total", "GET", "200", "about"] == 2
    assert found["portal_requests_total", "GET", "200", "pair_list"] == 1
    assert found["portal_requests_total", "GET", "404", "university"] == 1
    assert found["portal_requests_total", "GET", "404", "none"] == 1
    assert found["portal_requests_total", "POST", "200", "account_login"] == 1
    assert found["portal_requests_total", "other", "405", "about"] == 1
    assert found["portal_request_seconds_count", "about"] == 3
    text = counting.get("/metrics", headers=ALLOWED).text
    assert "somebody" not in text and "nobody-has-this" not in text and "nowhere" not in text


def test_stored_answers_are_counted_by_where_they_came_from(counting, settings):
    settings.STORED_ANSWERS_MB = 8
    STORE.clear()
    found = difference(counting, lambda: [counting.get("/accessibility/") for _ in range(3)])
    assert found["portal_stored_answers_total", "built"] == 1
    assert found["portal_stored_answers_total", "memory"] == 2
    assert found["portal_requests_total", "GET", "200", "accessibility"] == 3


def test_statements_that_fail_are_counted_by_what_is_wrong_with_the_database(db):
    def fail(error):
        def execute(*args):
            raise error

        with pytest.raises(DatabaseError):
            metrics.count_errors(execute, "SELECT 1", None, False, {})

    def count(kind):
        return REGISTRY.get_sample_value("portal_database_errors_total", {"kind": kind}) or 0

    before = [count(kind) for kind in ("away", "other")]
    fail(OperationalError("gone"))
    fail(DatabaseError("odd"))
    fail(IntegrityError("a constraint at work"))
    assert [count(kind) for kind in ("away", "other")] == [number + 1 for number in before]


def test_jobs_and_letters_that_wait_are_told_with_their_age(counting):
    long_ago = timezone.now() - timedelta(minutes=10)
    Job.objects.create(kind="none", subject="x", due_at=long_ago, queued_at=long_ago, token="t")
    Letter.objects.create(kind="none", recipient="a@people.example", due_at=long_ago, queued_at=long_ago)
    found = read(counting)
    assert found["portal_database_up",] == 1
    assert found["portal_jobs_waiting",] == found["portal_letters_waiting",] == 1
    assert 600 <= found["portal_oldest_job_seconds",] < 660 and 600 <= found["portal_oldest_letter_seconds",] < 660
    assert found["portal_letters_stuck",] == 0
    Job.objects.all().delete(), Letter.objects.all().delete()
    assert read(counting)["portal_oldest_job_seconds",] == 0


def test_the_age_of_the_last_good_backup_is_told_and_the_silence_of_the_worker(counting):
    none_yet = read(counting)
    assert ("portal_backup_age_seconds",) not in none_yet and ("portal_worker_silent_seconds",) not in none_yet
    made_at = timezone.now() - timedelta(hours=3)
    Backup.objects.create(made_at=made_at, file_name="a", size=1, sha256="0" * 64, seconds=1)
    worker.give_sign()
    found = read(counting)
    assert 10800 <= found["portal_backup_age_seconds",] < 10860 and found["portal_worker_silent_seconds",] < 60


def test_a_database_that_is_away_is_told_as_well(counting, monkeypatch):
    def away():
        raise OperationalError("the database does not answer")

    monkeypatch.setattr("pairing_portal.metrics.READINGS", {"portal_jobs_waiting": ("", away)})
    found = read(counting)
    assert found["portal_database_up",] == 0 and ("portal_jobs_waiting",) not in found


def test_measurements_that_nobody_can_count_stop_the_server_with_a_remedy(settings, monkeypatch):
    settings.METRICS_TOKEN = TOKEN
    assert checks.what_measurements_need(None) == []
    monkeypatch.setattr(metrics, "IS_INSTALLED", False)
    assert [fault.id for fault in checks.what_measurements_need(None)] == ["portal.E013"]
    settings.METRICS_TOKEN = ""
    assert checks.what_measurements_need(None) == []
