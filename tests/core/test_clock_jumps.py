"""The clock of the machine is put forward or back: nothing waits for a time that never comes, nothing is done twice."""

import datetime
import logging
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.models import BrowserSession
from activities.models import UnsentText
from core import clock_jumps, worker
from core.jobs import kinds as job_kinds
from core.jobs.kinds import JobKind
from core.jobs.models import LEASE
from core.jobs.running import work_off
from core.lockouts import Lock
from core.models import Job, Letter
from core.outbox import kinds as letter_kinds
from core.outbox.kinds import LetterKind
from core.outbox.models import LOST_AFTER, PAUSES
from core.outbox.sending import send_due
from tests.conftest import a_client

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2031, 3, 3, 1, 0, tzinfo=datetime.UTC)
YEAR, HOUR = timedelta(days=365), timedelta(hours=1)


class Counting(JobKind):
    code = "counting"
    done = 0

    def write(self, job, prepared):
        self.done += 1
        return {}


class Plain(LetterKind):
    code = "plain"

    def compose(self, letter):
        return EmailMessage("题目", "内容", to=[letter.recipient])


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setitem(job_kinds.KINDS, Counting.code, Counting())
    monkeypatch.setitem(letter_kinds.KINDS, Plain.code, Plain())
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def put_back(clock, by=YEAR):
    clock.shift(-by)


def test_a_job_asked_for_while_the_clock_was_ahead_is_done_when_it_is_put_back(clock):
    Job.objects.ask(Counting.code, None, "x")
    put_back(clock)
    assert work_off() == 1 and work_off() == 0


def test_a_job_whose_worker_died_while_the_clock_was_ahead_is_taken_up(clock):
    Job.objects.ask(Counting.code, None, "x")
    Job.objects.claim()
    put_back(clock)
    assert work_off() == 1 and Job.objects.get().state == Job.State.DONE


def test_a_job_that_waits_for_its_next_try_waits_also_where_the_clock_is_put_back_a_little(clock):
    Job.objects.ask(Counting.code, None, "x")
    Job.objects.claim()
    put_back(clock, timedelta(seconds=30))
    assert work_off() == 0
    clock.shift(LEASE + timedelta(seconds=31))
    assert work_off() == 1


def test_a_job_that_is_done_while_the_clock_jumps_is_written_once(clock, monkeypatch):
    """Another worker thinks that the first has died, and does it; what the first has worked out is not written."""
    job = Job.objects.ask(Counting.code, None, "x")
    kind = job_kinds.KINDS[Counting.code]

    def prepare(_job, _progress):
        monkeypatch.undo()
        job_kinds.KINDS[Counting.code] = kind
        clock.shift(HOUR)
        assert work_off() == 1

    monkeypatch.setattr(kind, "prepare", prepare)
    assert work_off() == 0
    job.refresh_from_db()
    assert (kind.done, job.state, job.attempts) == (1, Job.State.DONE, 2)


@pytest.mark.parametrize("claimed", [False, True])
def test_a_letter_of_a_clock_that_was_ahead_goes_out_once(clock, claimed):
    Letter.objects.queue(Plain.code, "a@example.edu.cn")
    if claimed:
        Letter.objects.claim()
    put_back(clock)
    send_due()
    clock.shift(PAUSES[0])
    send_due()
    assert len(mail.outbox) == 1 and Letter.objects.get().state == Letter.State.SENT


def test_a_letter_being_sent_is_not_given_up_because_the_clock_is_put_back_a_little(clock):
    Letter.objects.queue(Plain.code, "a@example.edu.cn")
    Letter.objects.claim()
    put_back(clock, timedelta(minutes=5))
    assert send_due() == 0 and Letter.objects.get().state == Letter.State.SENDING
    clock.shift(LOST_AFTER * 2)
    send_due()
    assert Letter.objects.get().state == Letter.State.DUE


def test_a_lock_of_a_clock_that_was_ahead_does_not_stay_for_a_year(clock):
    cache.set("login_failed", [1], timeout=900)
    put_back(clock)
    cache.set("today", [1], timeout=86_400)
    Lock.objects.ended().delete()
    assert (cache.get("login_failed"), cache.get("today")) == (None, [1])


def test_a_session_of_a_clock_that_was_ahead_lasts_no_longer_than_others(clock, editor):
    client = a_client(editor)
    put_back(clock)
    assert client.get("/accounts/").status_code == 200
    row = BrowserSession.objects.get()
    assert row.started_at == row.seen_at == timezone.now() and row.expire_date < timezone.now() + timedelta(days=2)
    clock.shift(timedelta(days=2))
    assert client.get("/accounts/").status_code == 302


# What the worker does by the clock


class Times:
    """The two clocks of the machine, led by hand."""

    def __init__(self):
        self.wall, self.running = 10**9, 0

    def time(self):
        return self.wall

    def monotonic(self):
        return self.running

    def pass_by(self, span):
        self.wall += span.total_seconds()
        self.running += span.total_seconds()


@pytest.fixture
def times(monkeypatch):
    made, calls = Times(), []
    monkeypatch.setattr(clock_jumps, "time", made)
    monkeypatch.setattr(worker, "time", made)
    monkeypatch.setattr(worker, "CHORES", {lambda: calls.append(made.running): HOUR})
    made.calls = calls
    return made


def test_what_is_done_by_the_clock_waits_an_hour_after_it_was_put_on(times, caplog):
    do = worker.Letters()
    do(lambda: True)
    times.pass_by(HOUR)
    times.wall += YEAR.total_seconds()
    do(lambda: True)
    assert len(times.calls) == 1 and "put on by" in caplog.text
    times.pass_by(HOUR / 2)
    do(lambda: True)
    assert len(times.calls) == 1
    times.pass_by(HOUR)
    do(lambda: True)
    assert len(times.calls) == 2 and caplog.text.count("put on by") == 1


def test_what_is_done_every_hour_is_done_also_when_the_clock_was_put_back(times):
    do = worker.Letters()
    do(lambda: True)
    times.wall -= YEAR.total_seconds()
    do(lambda: True)
    times.pass_by(HOUR)
    do(lambda: True)
    assert len(times.calls) == 2


def test_a_clock_that_is_led_on_by_seconds_makes_nothing_wait(times, caplog):
    do = worker.Letters()
    for _hour in range(5):
        do(lambda: True)
        times.pass_by(HOUR)
        times.wall += 60
    assert len(times.calls) == 5 and caplog.records == []


def test_text_that_was_not_sent_is_still_there_when_a_wrong_clock_is_put_right(editor, monkeypatch, clock, caplog):
    caplog.set_level(logging.CRITICAL)
    UnsentText.objects.create(owner=editor, form="new", fields={"title": "题目"})
    do = worker.Letters()
    clock.shift(YEAR)
    do(lambda: True)
    put_back(clock)
    do(lambda: True)
    assert UnsentText.objects.count() == 1
