"""Workers at the same moment, and one that is killed in the middle: each job is done once."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from core.jobs.kinds import KINDS, JobKind
from core.jobs.models import LEASE
from core.jobs.running import work_off
from core.models import Job
from pairs.models import Action, RegisterImport, University
from tests.support.factories.everything import A_REGISTER

from .test_activities import at_once

pytestmark = pytest.mark.django_db(transaction=True)
State = Job.State


class Planting(JobKind):
    """Writes an action; in a process of its own it says where it is, and waits there to be killed."""

    code = "planting"
    waits = ""

    def prepare(self, job, progress):
        progress(1, 2, "half of it is read")
        self.reach("prepare")

    def write(self, job, prepared):
        name = job.arguments["name"]
        Action.objects.create(name=name, slug=name)
        self.reach("write")
        return {}

    def reach(self, place):
        if place == self.waits:
            print(place, flush=True)
            sys.stdin.read()


@pytest.fixture(autouse=True)
def planting(monkeypatch):
    monkeypatch.setitem(KINDS, Planting.code, Planting())


def asked(name="oak"):
    return Job.objects.ask(Planting.code, None, name, name=name)


KILLED = """
import sys, django; django.setup()
from core.jobs import running
from core.jobs.kinds import KINDS
from tests.races.test_jobs import Planting
KINDS["planting"] = Planting()
Planting.waits = sys.argv[1]
running.work_off()
"""


def database():
    """Where this test's own database is, for another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return {"DATABASE_URL": f"sqlite:///{facts['NAME']}"}
    return {"DATABASE_URL": f"postgres://{facts['USER']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"}


@pytest.mark.parametrize("place", ["prepare", "write"])
def test_killed_in_the_middle_it_is_taken_up_again_and_done_once(place):
    job = asked()
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command, where = [sys.executable, "-c", KILLED, place], {"cwd": settings.BASE_DIR, "env": os.environ | database()}
    with subprocess.Popen(command, **where, **pipes) as worker:
        assert worker.stdout.readline().strip() == place
        worker.send_signal(signal.SIGKILL)
    job.refresh_from_db()
    assert (job.state, Action.objects.count(), work_off()) == (State.RUNNING, 0, 0)
    Job.objects.update(heartbeat_at=timezone.now() - LEASE - timedelta(seconds=1))
    assert (work_off(), work_off(), Action.objects.count()) == (1, 0, 1)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)


def test_four_workers_at_once_do_each_job_once():
    for number in range(6):
        asked(f"tree-{number}")
    assert sum(at_once(*[work_off] * 4)) == 6
    assert Action.objects.count() == 6 and set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_a_job_claimed_by_four_at_once_is_in_one_hand():
    asked()
    for _round in range(15):
        Job.objects.update(state=State.QUEUED)
        claimed = at_once(*[Job.objects.claim] * 4)
        assert len(list(filter(None, claimed))) == 1


def test_a_job_asked_for_four_times_at_once_is_asked_for_once():
    assert len({job.pk for job in at_once(*[asked] * 4)}) == 1 == Job.objects.count()


def test_a_register_taken_over_by_a_worker_that_is_killed_is_whole_or_not_there(editor):
    """`manage.py work` itself, killed at some moment after it has begun; another one does all of it, once."""
    rows = "".join(f"{at},湖北测试第{at}大学,41420{at:05},湖北省,武汉市,本科,\n" for at in range(1, 400))
    taken = RegisterImport.objects.preview((A_REGISTER + rows).encode(), "名单.csv", editor)
    facts = {"pk": taken.pk, "seen": taken.fingerprint, "reason": "后台"}
    job = Job.objects.ask("register_takeover", editor, "名单", **facts)
    command, where = [sys.executable, "manage.py", "work"], {"cwd": settings.BASE_DIR, "env": os.environ | database()}
    with subprocess.Popen(command, **where) as worker:
        until(lambda: Job.objects.get(pk=job.pk).attempts)
        time.sleep(random.Random(11).random() / 2)
        worker.send_signal(signal.SIGKILL)
    job.refresh_from_db()
    done = 399 if job.state == State.DONE else 0
    assert (University.objects.count(), University.history.count()) == (done, done)
    Job.objects.filter(state=State.RUNNING).update(heartbeat_at=timezone.now() - LEASE - timedelta(seconds=1))
    work_off()
    assert (University.objects.count(), University.history.count()) == (399, 399)
    assert Job.objects.get(pk=job.pk).state == State.DONE and RegisterImport.objects.get().applied_at


def until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not begin"
        time.sleep(0.01)
