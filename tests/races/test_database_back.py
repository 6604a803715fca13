"""The database goes away and comes back: the first request is answered, and the worker goes on.

SQLite has no server that could go away; a file put in the place of another is in tests/core/test_kept_connections.py,
and what pages say while it is away in tests/core/test_outages.py.
"""

import threading

import pytest
from django.conf import settings
from django.db import OperationalError, close_old_connections, connection

from core import worker
from core.jobs.kinds import KINDS
from core.jobs.running import work_off
from core.models import Job
from pairs.models import Action
from tests.conftest import a_client

from .test_jobs import Planting

pytestmark = pytest.mark.django_db(transaction=True)


def end_all_connections():
    """As a restart of the server does."""
    other = connection.copy()
    with other.cursor() as cursor:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        cursor.execute(f"{ended} WHERE datname = current_database() AND pid <> pg_backend_pid()")
    other.close()


@pytest.fixture
def job(monkeypatch):
    monkeypatch.setitem(KINDS, Planting.code, Planting())
    monkeypatch.setattr(worker, "PAUSE", 0)
    return Job.objects.ask(Planting.code, None, "oak", name="oak")


def led_on(rounds):
    """Have the worker do these, one after the other, until there are none."""
    stop, rounds = threading.Event(), iter(rounds)

    def do(_stopped):
        if (one := next(rounds, None)) is None:
            stop.set()
        else:
            one()

    thread = threading.Thread(target=worker.repeat, args=[stop, do])
    thread.start()
    thread.join(60)
    connection.close()  # our own may be cut as well


def away():
    raise OperationalError("server closed the connection unexpectedly")


def test_the_worker_goes_on_after_whatever_the_database_says(job):
    led_on([away, away, work_off])
    assert Job.objects.get().state == Job.State.DONE and Action.objects.count() == 1


if "postgresql" in settings.DATABASES["default"]["ENGINE"]:

    def asked_again(client):
        close_old_connections()  # as before every request
        return client.get("/desk/").status_code

    def test_the_first_request_when_it_is_back_is_answered(world, rita):
        client = a_client(rita)
        assert asked_again(client) == 200
        end_all_connections()
        connection.asked_at = 0  # a restart takes longer than a connection is trusted unasked
        assert asked_again(client) == 200

    def test_without_asking_whether_a_connection_answers_the_first_request_would_fail(world, rita, monkeypatch):
        client = a_client(rita)
        client.raise_request_exception = False
        assert asked_again(client) == 200
        monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", False)
        end_all_connections()
        connection.asked_at = 0
        assert asked_again(client) == 503
        assert asked_again(client) == 200

    def test_a_worker_whose_connection_was_cut_does_the_job_once(job):
        led_on([work_nothing, end_all_connections, work_off, work_off])
        assert Job.objects.get().state == Job.State.DONE and Action.objects.count() == 1

    def work_nothing():
        Job.objects.filter(pk=0).exists()
