"""The portal as it is deployed, gunicorn on a port of its own, on the database of the test; and browsers for it."""

import http.client
import socket
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

from tests.conftest import a_client
from tests.support.running_portal import Portal

PATIENCE = 60  # seconds
BOUNDARY = "----part-of-a-form"
SITE = {"SITE_OPERATOR": "测试单位", "SITE_CONTACT": "here@example.edu.cn", "SITE_ICP": "none", "SITE_POLICE": "none"}


def database():
    """Where this test's own database is, for another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return {"DATABASE_URL": f"sqlite:///{facts['NAME']}"}
    return {"DATABASE_URL": f"postgres://{facts['USER']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"}


@contextmanager
def serving(media):
    """A server with its files in the folder `media`."""
    known = {"DJANGO_SETTINGS_MODULE": "tests.races.served_settings", "MEDIA_ROOT": str(media)}
    log = Path(media).with_name(f"{Path(media).name}.log")
    portal = Portal(SITE | database() | known | {"SECRET_KEY": settings.SECRET_KEY, "PYTHONWARNINGS": "ignore"})
    portal.start(settings.BASE_DIR, log)
    try:
        assert portal.ask("/healthz")[0] in (200, 400), log.read_text()  # 400: another host than the settings name
        yield Server(portal.place[1], Path(media), log)
    finally:
        portal.close()


class Server(NamedTuple):
    port: int
    media: Path
    log: Path

    def files(self):
        """The files that it keeps."""
        return [path for path in self.media.rglob("*") if path.is_file()]


class Browser:
    """Somebody who is signed in, over HTTP."""

    def __init__(self, port, user):
        self.port, self.client = port, a_client(user)
        self.client.cookies[settings.CSRF_COOKIE_NAME] = self.word = "a" * 32

    @property
    def headers(self):
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.client.cookies.items())
        return {"Cookie": cookies, "Host": f"127.0.0.1:{self.port}"}

    def ask(self, method, path, body=None, headers=None):
        """The status and the text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, self.headers | (headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, form):
        body = urlencode(form | {"csrfmiddlewaretoken": self.word}, doseq=True)
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def post_files(self, path, form, **files):
        """Send a form with files, {field: (name, bytes)}, as its raw bytes are on the way."""
        body = in_parts(form | {"csrfmiddlewaretoken": self.word}, files)
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})

    def post_cut(self, path, body, share, kind=f"multipart/form-data; boundary={BOUNDARY}"):
        """Send the first `share` of a body and no more; the status and the text of what is answered nevertheless."""
        lines = [f"POST {path} HTTP/1.1", "Connection: close", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as way:
            way.sendall("\r\n".join([*lines, "", ""]).encode() + body[: round(len(body) * share)])
            way.shutdown(socket.SHUT_WR)
            answer = http.client.HTTPResponse(way)
            answer.begin()
            return answer.status, answer.read().decode()


def in_parts(form, files):
    """The bytes of a form with files."""
    parts = []
    for name, value in form.items():
        parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for field, (name, data) in files.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n")
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])
