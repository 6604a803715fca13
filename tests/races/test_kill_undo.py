"""An undo that is killed at any statement leaves all of it or nothing, on either database.

A few moments belong to every run; SOAK=1 (`make soak-undo`) tries every one.
"""

import os
import random
import signal

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from core.acts.models import Act
from pairs.lists.resources import PairResource
from pairs.models import Batch, Milestone, Pair
from tests.support.casts.lists import *  # noqa: F403
from tests.support.factories.lists import BING, CHOU, DING, JIA, MAO, YI, YIN, ZI, hold, reading
from tests.support.tables import tables

pytestmark = pytest.mark.django_db(transaction=True)
SOAK = bool(os.environ.get("SOAK"))


def everything():
    """The tables that the act is about, with their history and whether it is undone."""
    return tables([Batch, Pair, Pair.history.model, Batch.history.model, Act])


def killed(act, statement):
    """Undo `act` in a process of its own that is killed just before this statement; whether it was killed."""
    connections.close_all()
    process = os.fork()
    if not process:
        try:
            with connection.execute_wrapper(Killer(statement)):
                act.undo(None, "x")
        finally:
            os._exit(0)
    _process, status = os.waitpid(process, 0)
    return os.WIFSIGNALED(status)


class Killer:
    def __init__(self, statement):
        self.left = statement

    def __call__(self, execute, *arguments):
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)


def statements(act):
    """How many statements undoing takes."""
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        act.undo(None, "x")
        transaction.set_rollback(True)
    act.refresh_from_db()
    return len(asked)


def test_killed_at_any_statement_it_leaves_all_or_nothing(batch, schools):
    batch.declared_pairs, batch.list_status = 4, Batch.ListStatus.PARTIAL
    batch.save()
    hold(batch, (1, JIA, ZI), (2, YI, CHOU))
    before = tables([Batch, Pair, Milestone])
    rows = (2, JIA, ZI), (1, YI, CHOU), (3, BING, YIN), (4, DING, MAO)
    assert not PairResource().import_data(reading(*rows), batch=batch, accept_warnings=True).refusal
    act = Act.objects.get()
    number, there = statements(act), everything()
    moments = range(number) if SOAK else random.Random(11).sample(range(number), 6)
    for moment in moments:
        if not killed(act, moment):
            continue  # the last statements are those of the transaction itself
        assert everything() == there
    assert not killed(act, number + 1)
    assert tables([Batch, Pair, Milestone]) == before
    assert Act.objects.get().undone_at
