"""Jobs: done after the answer, each once, whatever becomes of the worker."""

import logging
import threading
import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, override

from core import worker
from core.jobs import kinds, running
from core.jobs.kinds import JobKind
from core.jobs.models import KEPT_FOR, LATE_AFTER, LEASE
from core.jobs.running import PAUSES, run, work_off
from core.models import Job
from pairs.models import Action
from tests.conftest import a_client, a_person

pytestmark = pytest.mark.django_db
State = Job.State


class Planting(JobKind):
    """Writes an action with the name it is given; `faults` are raised while it writes, one a try."""

    code = "planting"
    label = "Planting"

    def __init__(self):
        self.faults, self.prepared = [], 0

    def prepare(self, job, progress):
        self.prepared += 1
        progress(1, 2, gettext("Reading"))
        return job.arguments["name"]

    def write(self, job, prepared):
        Action.objects.create(name=prepared, slug=prepared)
        if self.faults:
            raise self.faults.pop(0)
        return {"name": prepared}

    def url(self, job):
        return "/en/admin/pairs/action/"


@pytest.fixture(autouse=True)
def planting(monkeypatch):
    kind = Planting()
    monkeypatch.setitem(kinds.KINDS, Planting.code, kind)
    with override("en"):
        yield kind


def asked(name="oak", owner=None, **more):
    return Job.objects.ask(Planting.code, owner, f"a {name}", name=name, **more)


def now_due():
    Job.objects.filter(state=State.QUEUED).update(due_at=timezone.now())


def worker_died(job):
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - LEASE * 2)


def planted():
    return Action.objects.filter(slug="oak").count()


def test_a_job_waits_is_done_once_and_keeps_its_result():
    job = asked()
    assert not planted() and job.state == State.QUEUED
    assert (work_off(), work_off()) == (1, 0) and planted() == 1
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts, job.outcome_url) == (
        State.DONE,
        {"name": "oak"},
        1,
        "/en/admin/pairs/action/",
    )


def test_the_same_job_is_not_asked_for_twice_before_it_ends(editor):
    assert asked(owner=editor) == asked(owner=editor) != asked(owner=a_person("eve", "editor"))
    Job.objects.exclude(owner=editor).delete()
    work_off()
    assert asked(owner=editor).state == State.QUEUED and Job.objects.count() == 2


def test_a_job_in_hand_is_nobody_elses_until_its_worker_is_dead():
    asked()
    job = Job.objects.claim()
    assert Job.objects.claim() is None
    worker_died(job)
    assert Job.objects.claim().attempts == 2


def test_a_worker_whose_job_was_taken_up_by_another_writes_nothing(caplog):
    asked()
    slow = Job.objects.claim()
    worker_died(slow)
    quick = Job.objects.claim()
    assert run(quick) == State.DONE and run(slow) is None and planted() == 1
    assert "taken up by another worker" in caplog.text


def test_without_asking_whose_it_is_the_slow_one_would_write_too(monkeypatch):
    asked()
    slow = Job.objects.claim()
    worker_died(slow)
    run(Job.objects.claim())
    Action.objects.all().delete()
    monkeypatch.setattr(running, "keep", lambda job, **facts: vars(job).update(facts))
    assert run(slow) == State.DONE and planted() == 1


def test_an_error_leaves_nothing_behind_and_three_of_them_fail_the_job(planting, caplog):
    job, planting.faults = asked(), [KeyError(), KeyError(), KeyError()]
    for _try, pause in enumerate(PAUSES, 1):
        assert work_off() == 0 and not planted()
        job.refresh_from_db()
        assert (job.state, job.attempts) == (State.QUEUED, _try)
        assert timezone.now() + pause - timedelta(seconds=5) < job.due_at
        now_due()
    assert work_off() == 0 and not planted()
    job.refresh_from_db()
    assert job.state == State.FAILED and "three times" in job.error and str(job.pk) in job.error
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 3


def test_a_refusal_is_final_and_says_why_in_the_owners_language(planting):
    with override("zh-hans"):
        job = asked()
    planting.faults = [ValidationError(gettext_lazy("Cancelled"))]
    work_off()
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts, planted()) == (State.FAILED, "已取消", 1, 0)


def test_a_job_that_kills_each_worker_is_given_up(planting):
    asked()
    for _try in range(3):
        worker_died(Job.objects.claim())
    assert work_off() == 0 and planting.prepared == 0
    assert Job.objects.get().state == State.FAILED and "ended three times" in Job.objects.get().error


def test_a_worker_that_is_told_to_stop_leaves_the_job_as_it_was(planting):
    job = asked()
    told = iter([False, True, True])
    assert work_off(lambda: next(told)) == 0 and not planted()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.sentence) == (State.QUEUED, 0, "")
    assert work_off() == 1


def test_progress_is_seen_while_it_runs(planting, monkeypatch):
    seen = []
    monkeypatch.setattr(planting, "write", lambda job, prepared: seen.append(Job.objects.values().get()))
    asked()
    work_off()
    assert seen[0]["sentence"].startswith("Writing") and Job.objects.get().sentence == ""


def test_it_is_cancelled_while_it_waits_and_not_afterwards():
    job = asked()
    job.cancel()
    assert work_off() == 0 and not planted()
    job = asked("elm")
    Job.objects.claim()
    with pytest.raises(ValidationError, match="cannot be cancelled"):
        job.cancel()


def test_its_file_goes_when_it_ends(settings, tmp_path, planting):
    settings.MEDIA_ROOT = tmp_path
    for ending in ("done", "failed", "cancelled"):
        job = asked(ending, file=ContentFile(b"list", "list.csv"))
        assert job.file.read() == b"list" and "list" not in job.file.name
        planting.faults = [ValidationError("no")] if ending == "failed" else []
        job.cancel() if ending == "cancelled" else work_off()
        job.refresh_from_db()
        assert (job.state, job.file.name) == (ending, "")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_old_ones_are_tidied_away_and_waiting_ones_are_not():
    asked(), asked("elm")
    Job.objects.filter(subject="a elm").update(state=State.DONE, finished_at=timezone.now() - KEPT_FOR * 2)
    Job.objects.update(queued_at=timezone.now() - KEPT_FOR * 3)
    running.tidy()
    assert Job.objects.get().subject == "a oak"


def test_the_command_does_what_waits():
    asked()
    call_command("work", once=True)
    assert planted() == 1


def test_letters_go_while_a_job_runs(monkeypatch):
    """A job that takes its time does not hold up the round of letters."""
    stop, begun, rounds = threading.Event(), threading.Event(), []

    def long_job(stopped):
        begun.set()
        stop.wait(10)

    def letters(due, stop):
        rounds.append(begun.wait(10))

    monkeypatch.setattr(worker, "PAUSE", 0.01)
    monkeypatch.setattr(worker.jobs, "work_off", long_job)
    monkeypatch.setattr(worker, "send_due", letters)
    monkeypatch.setattr(worker, "CHORES", {})  # what they write here would stay: a thread has a connection of its own
    monkeypatch.setattr(worker, "REPEATED", [])
    for name in ("close_old_connections", "connections"):
        monkeypatch.setattr(worker, name, type("Nothing", (), {"__call__": lambda self: None, "close_all": int})())
    thread = threading.Thread(target=worker.work, args=[stop])
    thread.start()
    until = time.monotonic() + 30
    while len(rounds) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    stop.set()
    thread.join()
    assert len(rounds) >= 3 and all(rounds)


# What people see


def test_the_page_tells_how_far_it_is_and_leads_to_the_outcome(editor, editor_client, inspector_client):
    job = asked(owner=editor)
    where = f"/en/admin/core/job/{job.pk}/progress/"
    page = editor_client.get(where)
    assert "Waiting to begin" in page.text and 'http-equiv="refresh"' in page.text and "Cancel" in page.text
    assert 'http-equiv="refresh"' not in editor_client.get(where + "?still=1").text
    assert "Cancel" not in inspector_client.get(where).text
    Job.objects.update(state=State.RUNNING, done=40, total=200, sentence="Reading the rows")
    page = editor_client.get(where).text
    assert "40 / 200" in page and "Reading the rows" in page and "Cancel" not in page
    Job.objects.update(state=State.QUEUED)
    work_off()
    assert editor_client.get(where).url == "/en/admin/pairs/action/"


def test_where_no_worker_runs_the_page_says_so(editor_client):
    job = asked()
    where = f"/en/admin/core/job/{job.pk}/progress/"
    assert "manage.py work" not in editor_client.get(where).text
    Job.objects.update(due_at=timezone.now() - LATE_AFTER * 2)
    assert "manage.py work" in editor_client.get(where).text


def test_the_first_page_leads_back_to_what_runs_and_tells_what_failed(editor, editor_client):
    job = asked(owner=editor)
    where = f"/en/admin/core/job/{job.pk}/progress/"
    assert where in editor_client.get("/en/admin/").text
    Job.objects.update(state=State.FAILED, error="The list is odd.", finished_at=timezone.now())
    assert "The list is odd." in editor_client.get("/en/admin/").text
    assert "The list is odd." not in a_client(a_person("eve", "editor")).get("/en/admin/").text
    assert "The list is odd." in editor_client.get("/en/admin/core/job/").text


def test_only_its_owner_cancels_it(editor, editor_client, inspector_client):
    job = asked(owner=editor)
    where = f"/en/admin/core/job/{job.pk}/progress/"
    assert inspector_client.post(where, {"cancel": "1"}).status_code == 403
    editor_client.post(where, {"cancel": "1"})
    job.refresh_from_db()
    assert job.state == State.CANCELLED and "cancelled" in editor_client.get(where).text


def test_asking_leaves_nothing_when_what_asked_is_rolled_back():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        asked()
        1 / 0  # noqa: B018
    assert not Job.objects.exists()
