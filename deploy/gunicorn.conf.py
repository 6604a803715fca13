"""gunicorn --config deploy/gunicorn.conf.py pairing_portal.wsgi"""

import gc
import multiprocessing
import os
import re
import sys
import tempfile
from pathlib import Path

from gunicorn.glogging import Logger
from gunicorn.http import wsgi

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from core.logs import AccessJsonLines, JsonLines

SECRET = re.compile(
    r"(/accounts/(?:invitations|password/reset)/|/desk/calendar/)[^/]+"
)  # whoever has these links may come in
IS_JSON = os.environ.get("LOG_FORMAT", "").strip() == "json"


class PortalLogger(Logger):
    """Gunicorn's own, without what stands in a link that opens a door; as JSON where LOG_FORMAT asks for it."""

    def setup(self, cfg):
        super().setup(cfg)
        for log, form in ((self.error_log, JsonLines), (self.access_log, AccessJsonLines)):
            for handler in log.handlers if IS_JSON else ():
                handler.setFormatter(form())

    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        return atoms | {"U": SECRET.sub(r"\1…", atoms["U"])}


wsgi.SERVER = "web"  # the header Server names no product
control_socket_disable = True  # nobody steers it but systemd

bind = os.environ.get("BIND", "127.0.0.1:8000")  # of no effect where systemd hands the socket over
worker_class = "gthread"
workers = int(os.environ.get("WORKERS", multiprocessing.cpu_count() + 1))
# Building a page is work for the processor, at which threads only hinder each other; the second one answers while the
# first waits for the database. docs/performance.md has the figures.
threads = int(os.environ.get("THREADS", 2))
preload_app = True  # a wrong setting stops the server at once, with its remedy
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # signs of life need no disk
timeout = 60
graceful_timeout = 30
max_requests = 50_000
max_requests_jitter = 5_000
accesslog = "-"
logger_class = PortalLogger
# No addresses of visitors, and nothing of what they searched for; the last is the number that faults are logged under.
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms %({x-request-id}o)s'

# Each process counts in files of its own, which /metrics adds up. They must be there before the portal is loaded.
IS_COUNTING = bool(os.environ.get("METRICS_TOKEN", "").strip())
if IS_COUNTING and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="portal-metrics-")


def when_ready(server):
    """Leave what all workers share out of every search for garbage, which would also copy it into each of them."""
    gc.collect()
    gc.freeze()


def child_exit(server, worker):
    """What a worker was doing when it ended goes on no longer."""
    if IS_COUNTING:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
