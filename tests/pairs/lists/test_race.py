"""Two people, or two clicks, confirm at the same moment: the list is applied once."""

import sqlite3
from contextlib import closing, suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from pairs.lists import resources, workflow
from pairs.lists.resources import PairResource
from pairs.models import Batch, ListImport, Pair
from pairs.reader import read
from tests.support.factories.lists import CHOU, JIA, YI, YIN, ZI, hold

pytestmark = pytest.mark.django_db(transaction=True)
LIST = f"序号,受援高校,支援高校\n1,{JIA},{ZI}\n2,{YI},{CHOU}\n".encode()


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """Lets threads see what the test has written so far: in memory, SQLite would not make them wait for each other."""

    def share():
        if connection.vendor == "sqlite":
            path = tmp_path / "race.sqlite3"
            with closing(sqlite3.connect(path)) as copy:
                connection.connection.backup(copy)
                # As the portal's own: two that change it at their first words, together, do not wait for each other.
                copy.execute("PRAGMA journal_mode=WAL")
            monkeypatch.setitem(connections.settings["default"], "NAME", str(path))

    return share


@pytest.fixture
def together(monkeypatch):
    """Each confirm waits some seconds, after looking and before writing, for the other to come as far."""
    meeting, plan = Barrier(2), resources.make_plan

    def meet(seconds=1):
        def plan_and_wait(*facts):
            made = plan(*facts)
            with suppress(BrokenBarrierError):
                meeting.wait(timeout=seconds)
            return made

        monkeypatch.setattr(resources, "make_plan", plan_and_wait)

    return meet


def confirm_twice(imports, editor):
    """Confirm each of `imports` in a thread of its own; the outcomes and what then stands in the database."""
    outcomes = []

    def confirm(pk):
        try:
            outcomes.append(workflow.confirm(ListImport.objects.get(pk=pk), editor, "同时"))
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connections.close_all()

    def look():
        outcomes.append(Pair.history.filter(history_type="~").count())
        connections.close_all()

    threads = [Thread(target=confirm, args=[pk]) for pk in imports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = Thread(target=look)
    last.start()
    last.join()
    *results, changes = outcomes
    return results, changes


@pytest.fixture
def previewed(batch, schools, editor):
    hold(batch, (None, JIA, YIN), (None, YI, CHOU))
    return workflow.preview(batch, LIST, owner=editor)


def test_one_preview_confirmed_twice_at_once_is_applied_once(previewed, editor, shared, together):
    shared()
    together()
    (first, second), changes = confirm_twice([previewed.pk, previewed.pk], editor)
    assert first == second and first["updated"] == 2
    assert changes == 2


def test_of_two_previews_confirmed_at_once_one_is_stale(previewed, batch, editor, shared, together):
    other = workflow.preview(batch, LIST, "another.csv", owner=editor)
    shared()
    together()
    results, changes = confirm_twice([previewed.pk, other.pk], editor)
    assert "StaleListError" in results
    assert [result["updated"] for result in results if result != "StaleListError"] == [2]
    assert changes == 2


def test_without_the_lock_it_would_go_wrong(previewed, editor, shared, together, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connections.settings["default"]["OPTIONS"], "transaction_mode", "DEFERRED")
    shared()
    together(seconds=30)
    results, changes = confirm_twice([previewed.pk, previewed.pk], editor)
    assert changes == 4 or "OperationalError" in results


def test_of_two_commands_at_once_the_second_finds_nothing_left_to_do(batch, schools, shared, together):
    shared()
    together()
    results = []

    def imported():
        try:
            reading, conditions = read(LIST), {"reason": "同时", "accept_warnings": True}
            result = PairResource().import_data(reading, batch=Batch.objects.get(pk=batch.pk), **conditions)
            results.append((len(result.plan.new), len(result.plan.unchanged), result.refusal))
        finally:
            connections.close_all()

    threads = [Thread(target=imported) for _command in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results, key=str) == [(0, 2, None), (2, 0, None)]
