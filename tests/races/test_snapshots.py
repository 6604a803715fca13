"""A reader and writers at the same time: version and data are of one moment."""

import threading

import pytest
from django.db import connections, transaction
from django.test import Client

from core import data_version
from core.snapshots import snapshot
from core.stored_answers import middleware
from pairs.models import Action
from tests.races.test_activities import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def room(settings):
    settings.STORED_ANSWERS_MB = 8
    middleware.STORE.clear()


@pytest.fixture
def action():
    return Action.objects.create(slug="any", name="任一行动")


def meanwhile(write):
    """Do it on another connection, and come back when it is committed."""
    at_once(write)


def rename(name):
    Action.objects.update(name=name)


def test_within_a_snapshot_neither_the_version_nor_the_data_move(action):
    before = data_version.current()
    with snapshot():
        assert data_version.current() == before
        meanwhile(lambda: rename("后来"))
        assert (data_version.current(), Action.objects.get().name) == (before, "任一行动")
    assert (data_version.current().number, Action.objects.get().name) == (before.number + 1, "后来")


def test_without_the_snapshot_they_would(action):
    before = data_version.current()
    meanwhile(lambda: rename("后来"))
    assert (data_version.current() != before, Action.objects.get().name) == (True, "后来")


def test_a_transaction_that_commits_late_is_not_missed(action):
    """It began to write before the others and commits after them; on SQLite they wait for it."""
    begun, go_on = threading.Event(), threading.Event()

    def late():
        with transaction.atomic():
            Action.objects.filter(slug="any").update(name="晚提交")
            begun.set()
            go_on.wait(5)

    def others():
        begun.wait(5)
        if connections["default"].vendor == "postgresql":
            Action.objects.create(slug="early", name="早提交")
        seen = data_version.current(), Client().get("/about/").status_code
        go_on.set()
        return seen

    (_late, (seen, _status)) = at_once(late, others)
    assert data_version.current().number == seen.number + 1


def test_a_page_during_which_something_is_committed_is_kept_under_the_version_it_was_read_from(action, monkeypatch):
    plain = middleware.answer_of

    def slowly(response):
        monkeypatch.setattr(middleware, "answer_of", plain)
        meanwhile(lambda: rename("后来"))
        return plain(response)

    monkeypatch.setattr(middleware, "answer_of", slowly)
    Client().get("/actions/")
    kept = middleware.STORE.state
    assert kept[0].number == data_version.current().number - 1
    Client().get("/actions/")
    assert middleware.STORE.state[0] == data_version.current()
