"""The portal as systemd runs it: gunicorn on a socket that is held for it, and visitors who do not stop asking."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

ACTIVATED = 'export LISTEN_PID=$$; exec "$0" "$@" 3<&0 0</dev/null'
STARTED_WITHIN = 120  # seconds, on a machine that is busy


class Portal:
    """Versions of the portal, one after the other, on one socket."""

    def __init__(self, environment):
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | environment
        self.server = None

    @property
    def place(self):
        return self.socket.getsockname()[:2]

    def start(self, folder, log):
        """Start the version whose code stands in `folder`; requests wait until it answers."""
        gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "pairing_portal.wsgi"]
        with log.open("a") as output:
            self.server = subprocess.Popen(
                ["sh", "-c", ACTIVATED, *gunicorn],
                **{"cwd": folder, "env": self.environment | {"LISTEN_FDS": "1", "WORKERS": "2"}},
                **{"stdin": self.socket.fileno(), "stdout": output, "stderr": output},
            )

    def stop(self):
        """As systemctl does: requests under way are answered, others wait on the socket."""
        self.server.terminate()
        assert self.server.wait(timeout=60) == 0

    def close(self):
        """Stop the server where one runs, and give the socket back."""
        if self.server and self.server.poll() is None:
            self.stop()
        self.socket.close()

    def manage(self, folder, *command):
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=folder, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def ask(self, path, cookie="", timeout=STARTED_WITHIN):
        """Status and body."""
        connection = http.client.HTTPConnection(*self.place, timeout=timeout)
        try:
            connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


class Answer(NamedTuple):
    path: str
    status: int  # 0 where there was none
    body: bytes
    asked: float  # of the monotonic clock
    seconds: float


class Visitors:
    """Ask for `paths` in turn, so many times a second whether or not earlier requests are answered; context manager."""

    def __init__(self, portal, paths, a_second, cookie):
        self.portal, self.paths, self.pause, self.cookie = portal, paths, 1 / a_second, cookie
        self.answers, self.ended = [], threading.Event()

    def __enter__(self):
        self.begun = time.monotonic()
        self.thread = threading.Thread(target=self.keep_asking)
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.ended.set()
        self.thread.join()

    def keep_asking(self):
        with ThreadPoolExecutor(max_workers=512) as pool:
            number = 0
            while not self.ended.wait(max(0, self.begun + number * self.pause - time.monotonic())):
                pool.submit(self.ask, self.paths[number % len(self.paths)])
                number += 1
            self.sent, self.asked_for = number, time.monotonic() - self.begun

    def ask(self, path):
        asked = time.monotonic()
        try:
            status, body = self.portal.ask(path, self.cookie)
        except OSError as error:
            status, body = 0, repr(error).encode()
        self.answers.append(Answer(path, status, body, asked, time.monotonic() - asked))

    def stay(self, seconds):
        self.ended.wait(seconds)

    def wait_for(self, wanted, seconds=STARTED_WITHIN):
        """Wait until an answer is `wanted`."""
        end = time.monotonic() + seconds
        while not any(wanted(answer) for answer in self.answers[-200:]):
            assert time.monotonic() < end, self.answers[-5:]
            time.sleep(0.05)
