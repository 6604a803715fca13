"""The worker: what is done after the answer, again and again until it is told to stop."""

import logging
from datetime import timedelta

from django.core.management import call_command
from django.db import close_old_connections, connections
from django.utils import timezone

from core.outbox.models import Letter
from core.outbox.sending import send_due

from .lockouts import Lock

log = logging.getLogger(__name__)
PAUSE = 2  # seconds between two looks at the table
TIDY_EVERY = timedelta(hours=1)
CHORES = []


def work(stop):
    """Work off what is due until the threading.Event `stop` is set; nothing that goes wrong ends it."""
    tidied = None
    while not stop.is_set():
        try:
            close_old_connections()
            send_due(stop=stop.is_set)
            if tidied is None or timezone.now() - tidied >= TIDY_EVERY:
                tidied = timezone.now()
                tidy()
        except Exception:
            log.exception("The worker goes on after an error")
        stop.wait(PAUSE)
    connections.close_all()


def chore(function):
    """Decorator: an app's own part of tidying up, called without arguments each hour."""
    CHORES.append(function)
    return function


def tidy():
    """Remove what is past its time: old letters, ended locks and sessions, and what the apps have to see to."""
    Letter.objects.past().delete()
    Lock.objects.ended().delete()
    call_command("clearsessions")
    for function in CHORES:
        function()
