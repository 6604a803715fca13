"""The worker: what is done after the answer, again and again until it is told to stop."""

import logging
import threading
import time
from datetime import timedelta
from functools import partial

from django.core.cache import caches
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import close_old_connections, connections
from django.utils import timezone

from core.jobs import running as jobs
from core.outbox.kinds import sent_apart
from core.outbox.models import Letter
from core.outbox.sending import send_due

from .clock_jumps import Clock
from .lockouts import Lock

log = logging.getLogger(__name__)
PAUSE = 2  # seconds between two looks at the table
TIDY_EVERY = timedelta(hours=1)
SIGN, SIGN_STAYS = "worker", 86_400  # seconds
CHORES = {}  # function → how often
REPEATED = []


def work(stop):
    """Work off what is due until the threading.Event `stop` is set; nothing that goes wrong ends it.

    Jobs have a thread of their own, so that letters do not wait for them, and so has each part of an app's own.
    """
    for function in REPEATED:
        threading.Thread(target=repeat, args=[stop, function], name=function.__name__, daemon=True).start()
    beside = threading.Thread(target=repeat, args=[stop, jobs.work_off], name="jobs", daemon=True)
    beside.start()
    repeat(stop, Letters())
    beside.join()


def repeat(stop, do):
    """Call `do(stop)` again and again, with a pause between."""
    while not stop.is_set():
        try:
            close_old_connections()
            do(stop.is_set)
        except Exception:
            log.exception("The worker goes on after an error")
        stop.wait(PAUSE)
    connections.close_all()


class Letters:
    """A round of letters, and of the chores whose time has come.

    Chores delete what is old and write what is due by the clock: where that was just put forward or back they wait.
    """

    def __init__(self):
        self.begun, self.clock = {}, Clock()  # when each chore was last begun, on a clock that nobody puts back

    def __call__(self, stop):
        send_due(Letter.objects.exclude(kind__in=sent_apart()), stop=stop)
        if not self.clock.is_trusted():
            return
        for function, every in CHORES.items():
            now = time.monotonic()
            if function not in self.begun or now - self.begun[function] >= every.total_seconds():
                self.begun[function] = now
                function()


def chore(function=None, *, every=TIDY_EVERY):
    """Decorator: an app's own part of tidying up, called without arguments each hour, or `every` so often."""
    if function is None:
        return partial(chore, every=every)
    CHORES[function] = every
    return function


def repeated(function):
    """Decorator: an app's own work, called with `stop` again and again; it may be cut off when the worker ends."""
    REPEATED.append(function)
    return function


@chore
def remove_past():
    """Remove what is past its time: letters, jobs, locks, sessions."""
    Letter.objects.past().delete()
    jobs.tidy()
    Lock.objects.ended().delete()
    call_command("clearsessions")


@chore
def remove_held_files():
    """Remove stored files that a backup held back and, killed, did not let go."""
    getattr(default_storage, "let_go_of_held", lambda: None)()


@chore(every=timedelta(minutes=1))
def give_sign():
    """Leave a sign of life, in the cache of locks, which all processes share."""
    caches["default"].set(SIGN, timezone.now(), timeout=SIGN_STAYS)


def last_sign():
    """When a worker last gave a sign of life; None where that is long ago."""
    return caches["default"].get(SIGN)


def tidy():
    """Do every chore."""
    for function in CHORES:
        function()
