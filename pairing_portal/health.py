"""Whether the portal and its database answer; with ?full=1 also how everything else does that it needs.

The full answer says a word of each part and nothing of what is inside. However often it is asked for, it is made anew
once in a few seconds.
"""

import logging
import os
import shutil
import time
from datetime import timedelta

from django.core.cache import caches
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import timeouts, worker
from core.access import anybody
from core.models import Backup, Job, Letter

from .checks import media_place

log = logging.getLogger(__name__)
HEALTH_SECONDS = 5  # whoever asks for it wants to know now
STANDS_FOR = 5  # seconds, in each process
LEAST_ROOM = 0.05  # of the disk
LATE = timedelta(minutes=5)  # what has waited for longer is a sign that nobody works
SILENT = timedelta(minutes=10)  # a worker that gave no sign for longer is taken for dead
GOOD = {"ok", "off"}
DATABASE_AWAY = "the database does not answer\n"

_last = {"at": None, "answer": None}


@anybody
@require_safe
@never_cache
def healthz(request):
    """200 when the portal and its database answer, 503 when the database does not."""
    if "full" in request.GET:
        parts = full_answer()
        return answered(JsonResponse(parts), parts["database"] == "ok")
    is_there = database() == "ok"
    return answered(HttpResponse("ok\n" if is_there else DATABASE_AWAY, content_type="text/plain"), is_there)


def answered(response, is_there):
    if not is_there:
        response.status_code = 503
        response["Retry-After"] = "30"
    return response


def full_answer():
    """A word for each part, made a few seconds ago at most."""
    now = time.monotonic()
    if _last["at"] is None or now - _last["at"] > STANDS_FOR:
        words = {"database": database()}
        is_there = words["database"] == "ok"
        words |= {name: word(part) if is_there else "unknown" for name, part in PARTS.items()}
        status = "ok" if set(words.values()) <= GOOD else "attention" if is_there else "down"
        _last.update(at=now, answer={"status": status} | words)
    return _last["answer"]


def word(part):
    """What a part says of itself; its failing is no failing of the portal."""
    try:
        with timeouts.at_most(HEALTH_SECONDS):
            return part()
    except Exception:
        log.exception("A part of the portal does not answer")
        return "away"


def database():
    try:
        with timeouts.at_most(HEALTH_SECONDS), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "away"
    return "ok"


def cache():
    """Locks and, where there is one, the cache that all processes share."""
    for name in ("default", "pages"):
        caches[name].get("health")
    return "ok"


def storage():
    place = media_place()
    if not os.access(place, os.W_OK | os.X_OK):
        return "not writable"
    disk = shutil.disk_usage(place)
    return "nearly full" if disk.free < LEAST_ROOM * disk.total else "ok"


def jobs():
    """Whether a worker is alive, and keeps up with jobs and letters."""
    now = timezone.now()
    if (seen := worker.last_sign()) is None or seen < now - SILENT:
        return "no worker"
    is_late = Job.objects.due(now - LATE).exists() or Letter.objects.due(now - LATE).exists()
    return "late" if is_late else "ok"


def backup():
    return Backup.objects.standing().value


PARTS = {"cache": cache, "storage": storage, "jobs": jobs, "backup": backup}
