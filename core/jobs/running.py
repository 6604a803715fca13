"""Doing what is due: one job at a time, each written once."""

import logging
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.left_files import remove_left_files
from core.middleware import numbered_as
from core.retries import retried

from .kinds import KINDS
from .models import FOLDER, TEXT_LENGTH, TRIES, Job

log = logging.getLogger(__name__)
State = Job.State
HEARTBEAT = 5  # seconds between two signs of life
PAUSES = [timedelta(seconds=10), timedelta(minutes=1)]  # after the first and the second try
SHOWN_EVERY = 0.5  # seconds between two steps of progress that are stored


class LostJobError(Exception):
    """Somebody else has taken the job up meanwhile; nothing of this try may be written."""


class StoppedError(Exception):
    """The worker is told to stop; the job waits for the next one."""


class JobProgress:
    """What a job tells while it is prepared; stored at once, so that people see it."""

    def __init__(self, job, stop=lambda: False):
        self.job, self.stop, self.shown_at = job, stop, 0

    def __call__(self, done=0, total=0, sentence=None):
        """Tell that `done` of `total` is done; `sentence` says what is being done, in the words of people."""
        if self.stop():
            raise StoppedError
        if sentence is None and time.monotonic() - self.shown_at < SHOWN_EVERY:
            return
        self.shown_at = time.monotonic()
        told = {"done": done, "total": total, "heartbeat_at": timezone.now()}
        keep(self.job, **told | ({} if sentence is None else {"sentence": str(sentence)[:TEXT_LENGTH]}))


def work_off(stop=lambda: False):
    """Do what is due until `stop()` says so; how many were done."""
    done = 0
    while not stop() and (job := Job.objects.claim()):
        done += run(job, stop) == State.DONE
    return done


def run(job, stop=lambda: False):
    """Do one claimed job and keep what became of it: the state it is left in, None when it is another worker's now."""
    with override(job.language or None), numbered_as(job.request_id or ""):
        return attempt(job, stop)


def attempt(job, stop):
    try:
        with heartbeat(job):
            if job.attempts > TRIES:
                return end(job, State.FAILED, error=_("The worker ended three times while it did this; see its log."))
            carry_out(job, JobProgress(job, stop))
    except LostJobError:
        log.warning("Job %s was taken up by another worker meanwhile; nothing was written", job.pk)
        return None
    except StoppedError:
        return again(job, timezone.now(), attempts=job.attempts - 1)
    except PermissionDenied as refusal:
        return end(job, State.FAILED, error=str(refusal))
    except ValidationError as refusal:
        return end(job, State.FAILED, error=" ".join(map(str, refusal.messages)))
    except Exception:
        log.exception("Job %s (%s) went wrong, try %s", job.pk, job.kind, job.attempts)
        return went_wrong(job)
    job.discard_file()
    return State.DONE


def carry_out(job, progress):
    """Work out what is to be written; then write it and mark the job as done, both or neither."""
    prepared = KINDS[job.kind].prepare(job, progress)
    progress(job.total, job.total, _("Writing: all of it at once"))
    retried(partial(write, job, prepared))


@transaction.atomic
def write(job, prepared):
    result = KINDS[job.kind].write(job, prepared)
    keep(job, state=State.DONE, result=result, file=job.file.name or "", sentence="", finished_at=timezone.now())


def keep(job, **facts):
    """Store facts of a job that is still this worker's; LostJobError when it is not."""
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
    if not mine.update(**facts):
        raise LostJobError
    for name, value in facts.items():
        setattr(job, name, value)


def went_wrong(job):
    """Let a job that met an unexpected error wait for its next try; after the last one it stands as failed."""
    if job.attempts < TRIES:
        return again(job, timezone.now() + PAUSES[job.attempts - 1])
    told = _("It went wrong three times, and nothing was changed. The log of the worker tells of job %(number)s.")
    return end(job, State.FAILED, error=told % {"number": job.pk})


def again(job, due_at, **facts):
    return settle(job, state=State.QUEUED, due_at=due_at, done=0, total=0, sentence="", **facts)


def end(job, state, error=""):
    """Keep how a job ended; what was uploaded for it goes."""
    state = settle(job, state=state, error=error[:TEXT_LENGTH], sentence="", finished_at=timezone.now())
    if state:
        job.discard_file()
    return state


def settle(job, **facts):
    try:
        keep(job, **facts)
    except LostJobError:
        return None
    return job.state


@contextmanager
def heartbeat(job):
    """Give signs of life while a job is done, so that no other worker takes it up.

    On SQLite none can be given while the job itself writes; nobody else can take it up meanwhile either.
    """
    over = threading.Event()
    thread = threading.Thread(target=beat, args=[over, job], name=f"job-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def beat(over, job):
    while not over.wait(HEARTBEAT):
        try:
            close_old_connections()
            mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
            mine.update(heartbeat_at=timezone.now())
        except Exception:
            log.warning("No sign of life for job %s", job.pk, exc_info=True)
    connection.close()


def tidy():
    """Remove ended jobs that are past their time, and files that a worker left when it died after its job."""
    for job in Job.objects.ended().exclude(file=""):
        job.discard_file()
    Job.objects.past().delete()
    remove_left_files(FOLDER, Job.objects.exclude(file="").values_list("file", flat=True))
