"""gunicorn --config deploy/gunicorn.conf.py pairing_portal.wsgi"""

import multiprocessing
import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WORKERS", multiprocessing.cpu_count() + 1))
threads = 4
preload_app = True  # a wrong setting stops the server at once, with its remedy
timeout = 60
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500
accesslog = "-"
access_log_format = '%(t)s "%(r)s" %(s)s %(b)s %(M)sms'  # no addresses of visitors
