"""A real Redis on a port of this machine, that keeps nothing on the disk."""

import shutil
import socket
import subprocess

from pairing_portal.env import cache_at
from tests.support.nginx import free_port


class RedisServer:
    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None

    @property
    def cache(self):
        """The cache of this server, as a CACHE_URL sets it up."""
        return cache_at(f"redis://127.0.0.1:{self.port}/0")

    def start(self):
        """Start it, unless it runs, with nothing in it."""
        if self.process:
            return
        program = shutil.which("redis-server")
        assert program, "redis-server is missing: tests/prepare installs it"
        place = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder), "--save", ""]
        self.process = subprocess.Popen([program, *place], stdout=subprocess.DEVNULL)
        while not self.answers():
            assert self.process.poll() is None, "redis-server ended at once"

    def answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
