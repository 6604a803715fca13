"""What Prometheus reads: the counts of all processes, and what waits in the tables now."""

import os

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Min
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import metrics, worker
from core.access import anybody
from core.models import Backup, Job, Letter

READINGS = {}  # name → (what it is, function that gives the number or None)


def reading(name, meaning):
    """Decorator: a function that reads one number from the tables; None where there is nothing to tell."""

    def add(function):
        READINGS[name] = (meaning, function)
        return function

    return add


@anybody
@require_safe
@never_cache
def read_metrics(request):
    """The measurements as Prometheus reads them; 404 for whoever does not send METRICS_TOKEN as a bearer token."""
    sent = request.headers.get("Authorization", "")
    allowed = settings.METRICS_TOKEN and constant_time_compare(sent, f"Bearer {settings.METRICS_TOKEN}")
    if not (allowed and metrics.IS_INSTALLED):
        raise Http404
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    return HttpResponse(generate_latest(registry()), content_type=CONTENT_TYPE_LATEST)


def registry():
    """All counts: of this process, or of every process of gunicorn (deploy/gunicorn.conf.py); and the readings."""
    from prometheus_client import REGISTRY, CollectorRegistry, multiprocess

    together = CollectorRegistry()
    together.register(Readings())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(together)
    else:
        together.register(REGISTRY)
    return together


class Readings:
    """A collector: each reading, and whether the database answers."""

    def collect(self):
        from prometheus_client.core import GaugeMetricFamily

        found, answers = {}, 1
        try:
            found = {name: read() for name, (_meaning, read) in READINGS.items()}
        except DatabaseError:
            answers = 0
        yield GaugeMetricFamily("portal_database_up", "Whether the database answers.", value=answers)
        for name, number in found.items():
            if number is not None:
                yield GaugeMetricFamily(name, READINGS[name][0], value=number)


def seconds_since(moment):
    """None where there is no such moment."""
    return moment and max((timezone.now() - moment).total_seconds(), 0)


@reading("portal_jobs_waiting", "Background jobs that wait or run.")
def jobs_waiting():
    return Job.objects.unfinished().count()


@reading("portal_oldest_job_seconds", "How long the oldest due job has waited; rises while no worker runs.")
def oldest_job():
    return seconds_since(Job.objects.due().aggregate(oldest=Min("due_at"))["oldest"]) or 0


@reading("portal_letters_waiting", "Letters due to be sent.")
def letters_waiting():
    return Letter.objects.due().count()


@reading("portal_oldest_letter_seconds", "How long the oldest due letter has waited; rises while no worker runs.")
def oldest_letter():
    return seconds_since(Letter.objects.due().aggregate(oldest=Min("due_at"))["oldest"]) or 0


@reading("portal_letters_stuck", "Letters of the last week that were given up, may have been sent, or are late.")
def letters_stuck():
    return Letter.objects.stuck().count()


@reading("portal_worker_silent_seconds", "How long ago a worker gave its last sign.")
def worker_silent():
    return seconds_since(worker.last_sign())


@reading("portal_backup_age_seconds", "How old the newest backup is that was proved good.")
def backup_age():
    last = Backup.objects.last()
    return seconds_since(last and last.made_at)
