"""A real nginx with the files of deploy/nginx, on ports of this machine, before whatever listens at an address."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
from contextlib import contextmanager

from django.conf import settings

from tests.support.certificates import self_signed

FILES = settings.BASE_DIR / "deploy" / "nginx"
NAME = "pairs.example.edu.cn"
MAIN = """{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx:
    """The site as it is asked for over HTTP and HTTPS."""

    def __init__(self, folder, portal, site="site.conf.example"):
        self.folder, self.http, self.https = folder, free_port(), free_port()
        (folder / "cache").mkdir()
        shutil.copytree(settings.BASE_DIR / "deploy" / "pages", folder / "pages")
        self_signed(folder, NAME)
        keys = f"ssl_certificate {folder}/{NAME}.pem; ssl_certificate_key {folder}/{NAME}.key;"
        text = (FILES / site).read_text()
        text = re.sub(r"include \S+/(\w+\.conf);", lambda found: (FILES / found[1]).read_text(), text)
        for here, there in {
            "127.0.0.1:8000": portal,
            "web:8000": portal,
            "${SITE_HOST}": NAME,
            "listen 80": f"listen 127.0.0.1:{self.http}",
            "listen 443 ssl": f"listen 127.0.0.1:{self.https} ssl",
            "/var/cache/nginx/portal": f"{folder}/cache",
            "/var/log/nginx": str(folder),
            "/var/www/pairing-portal": f"{folder}/pages",
            "# ssl_certificate and ssl_certificate_key: the site's own": keys,
            "/etc/nginx/certificates/site": f"{folder}/{NAME}",
        }.items():
            text = text.replace(here, there)
        assert not re.search(r"^[^#]*/(etc|var)/", text, re.MULTILINE)
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(MAIN.format(user=user, folder=folder, site=text))

    def command(self, *options):
        program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        assert program, "nginx is missing: tests/prepare installs it"
        place = ["-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "error.log")]
        return [program, *place, *options]

    @contextmanager
    def running(self):
        checked = subprocess.run(self.command("-t"), capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        server = subprocess.Popen(self.command(), stderr=subprocess.DEVNULL)
        try:
            while True:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", self.https)) == 0:
                        break
                assert server.poll() is None, (self.folder / "error.log").read_text()
            yield self
        finally:
            server.terminate()
            server.wait(timeout=30)

    def connect(self, scheme="https", host=NAME, source="127.0.0.1"):
        """A connection from an address of this machine."""
        place = ("127.0.0.1", self.https if scheme == "https" else self.http)
        plain = socket.create_connection(place, timeout=30, source_address=(source, 0))
        return CONTEXT.wrap_socket(plain, server_hostname=host) if scheme == "https" else plain

    def get(self, path, scheme="https", host=NAME, data=None, method=None, **headers):
        """Status, headers and body of an answer, whatever its status; redirects are not followed."""
        connection = http.client.HTTPConnection(host)
        connection.sock = self.connect(scheme, host)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method or ("GET" if data is None else "POST"), path, data, sent)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


CONTEXT = ssl.create_default_context()
CONTEXT.check_hostname, CONTEXT.verify_mode = False, ssl.CERT_NONE
