"""Public answers are built from a replica that has caught up, and never from one that lags behind."""

import sqlite3

import pytest
from django.db import connection, connections
from django.test import Client

from core import data_version, replicas
from core.stored_answers.store import STORE
from pairs.models import Action
from tests.races.test_activities import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
PAGE = "/actions.csv"


@pytest.fixture
def replica(settings, tmp_path):
    """A copy of the database, which catches up when it is called."""
    Action.objects.create(slug="any", name="任一行动")
    name = str(tmp_path / "replica.sqlite3")
    settings.DATABASE_ROUTERS = ["core.replicas.ReplicaRouter"]
    settings.STORED_ANSWERS_MB = 8
    STORE.clear()

    def catch_up():
        at_once(lambda: copy(name))

    catch_up()
    connections.settings[replicas.REPLICA] = connections.settings["default"] | {"NAME": name}
    connections[replicas.REPLICA].connect()  # which pytest-django forbids where it is not asked for by name
    yield catch_up
    connections[replicas.REPLICA].close()
    del connections[replicas.REPLICA], connections.settings[replicas.REPLICA]


def copy(name):
    connection.ensure_connection()
    with sqlite3.connect(name) as other:
        connection.connection.backup(other)
    other.close()


@pytest.fixture
def sources(monkeypatch):
    """Which database each answer was built from."""
    found, has_caught_up = [], replicas.has_caught_up

    def noting(*args):
        found.append(has_caught_up(*args))
        return found[-1]

    monkeypatch.setattr(replicas, "has_caught_up", noting)
    return found


def test_one_that_has_caught_up_is_read(replica, sources):
    with replicas.reading() as using:
        assert using == replicas.REPLICA and Action.objects.get().name == "任一行动"
        assert Action.objects.get()._state.db == replicas.REPLICA
    assert Action.objects.get()._state.db == "default"


def test_one_that_lags_behind_is_not_read_until_it_has_caught_up(replica, sources):
    Action.objects.update(name="改名")
    Client().get(PAGE)
    assert STORE.state[0] == data_version.current() and sources == [False]
    replica()
    STORE.clear()
    Client().get(PAGE)
    assert STORE.state[0] == data_version.current() and sources == [False, True]


def test_one_that_answers_with_a_fault_is_not_read(replica, sources):
    with connections[replicas.REPLICA].cursor() as cursor:
        cursor.execute("DROP TABLE core_dataversion")
    assert Client().get(PAGE).status_code == 200 and sources == [False]
