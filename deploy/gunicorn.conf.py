"""gunicorn --config deploy/gunicorn.conf.py pairing_portal.wsgi"""

import gc
import multiprocessing
import os
import re

from gunicorn.glogging import Logger
from gunicorn.http import wsgi

SECRET = re.compile(
    r"(/accounts/(?:invitations|password/reset)/|/desk/calendar/)[^/]+"
)  # whoever has these links may come in


class AccessLog(Logger):
    """Gunicorn's own, without what stands in a link that opens a door."""

    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        return atoms | {"U": SECRET.sub(r"\1…", atoms["U"])}


wsgi.SERVER = "web"  # the header Server names no product
control_socket_disable = True  # nobody steers it but systemd

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WORKERS", multiprocessing.cpu_count() + 1))
# Building a page is work for the processor, at which threads only hinder each other; the second one answers while the
# first waits for the database. docs/performance.md has the figures.
threads = int(os.environ.get("THREADS", 2))
preload_app = True  # a wrong setting stops the server at once, with its remedy
timeout = 60
graceful_timeout = 30
max_requests = 50_000
max_requests_jitter = 5_000
accesslog = "-"
logger_class = AccessLog
# No addresses of visitors, and nothing of what they searched for; the last is the number that faults are logged under.
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms %({x-request-id}o)s'


def when_ready(server):
    """Leave what all workers share out of every search for garbage, which would also copy it into each of them."""
    gc.collect()
    gc.freeze()
