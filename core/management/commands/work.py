"""Work off what is done after the answer: letters, jobs, and tidying up. Runs beside the server."""

import signal
import threading
from contextlib import contextmanager

from django.core.management.base import BaseCommand

from core.jobs.running import work_off
from core.outbox.sending import send_due
from core.worker import REPEATED, tidy, work


class Command(BaseCommand):
    help = (
        "Send the letters and do the jobs that wait, and tidy up; runs until it is stopped. "
        "With --once it ends when nothing is due."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="work off what is due now, and end")

    def handle(self, *, once, **options):
        with stopped_by_signal() as stop:
            if once:
                send_due(stop=stop.is_set)
                work_off(stop.is_set)
                tidy()
                for function in REPEATED:
                    function(stop.is_set)
            else:
                work(stop)


@contextmanager
def stopped_by_signal():
    """An Event that SIGTERM and SIGINT set, so that the letter at hand is finished first."""
    stop = threading.Event()
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *args: stop.set()) for number in numbers]
    try:
        yield stop
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
