"""Servers for serving.py: gunicorn as it is deployed, and Datasette, each on a port of its own."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATASETTE = ROOT / ".venv-bench" / "bin" / "datasette"


def gunicorn(folder, **environment):
    """(command, environment) of two workers of gunicorn with the configuration of deploy/."""
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.conf.py")]
    command += ["--chdir", str(ROOT / "benchmarks"), "_served"]
    return command, {"BENCH_FOLDER": str(folder), "WORKERS": "2"} | environment


def datasette(file):
    """(command, environment) of Datasette on a SQLite file."""
    return [str(DATASETTE), "serve", str(file), "--host", "127.0.0.1"], {}


@contextmanager
def serving(command, environment):
    """The place of the server while it runs; what it prints about requests is thrown away."""
    port = free_port()
    place = ("127.0.0.1", port)
    if command[0] == str(DATASETTE):
        command = [*command, "--port", str(port)]
    environment = os.environ | {"BIND": f"127.0.0.1:{port}"} | environment
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        wait_for(place, server)
        yield place
    finally:
        server.terminate()
        server.wait(timeout=40)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(place, server):
    for _try in range(300):
        if server.poll() is not None:
            sys.exit(f"A server did not start: {server.stderr.read().decode()}")
        try:
            return socket.create_connection(place, timeout=1).close()
        except OSError:
            time.sleep(0.1)
    sys.exit("A server did not answer within half a minute.")
