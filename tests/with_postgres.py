"""Runs a command with DATABASE_URL naming a PostgreSQL server of its own: with_postgres.py COMMAND…

The server listens on this machine only, keeps nothing safe from a power cut, and is gone with the command.
Works as root (PostgreSQL refuses root, so the user postgres runs it) and as anyone else, several at once.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

# Nothing is kept safe, since the server is thrown away, and it neither compiles queries nor cleans up behind them.
QUICK = {
    **{"listen_addresses": "127.0.0.1", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"},
    **{"wal_level": "minimal", "max_wal_senders": "0", "checkpoint_timeout": "1h", "max_wal_size": "4GB"},
    **{"jit": "off", "autovacuum": "off", "track_counts": "off"},
}
PLACE = "/tmp"  # a folder of root's own would be closed to the user postgres


def main(command):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then as well
    binaries = newest_binaries()
    with tempfile.TemporaryDirectory(prefix="portal-postgres-", dir=PLACE, ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        port = start(binaries, folder)
        try:
            return subprocess.call(command, env=os.environ | {"DATABASE_URL": address(port)})
        finally:
            run(folder, binaries / "pg_ctl", "stop", "-D", f"{folder}/data", "-m", "immediate", "-w")


def address(port):
    return f"postgres://portal@127.0.0.1:{port}/postgres"


def newest_binaries():
    """The folder of initdb: Debian keeps one for each version, others have it on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    found += [Path(name).parent for name in [shutil.which("initdb")] if name]
    if not found:
        sys.exit("PostgreSQL is missing (on Debian and Ubuntu: apt-get install postgresql).")
    return found[-1]


def start(binaries, folder):
    """Make an empty cluster in `folder`, start its server and return its port."""
    data, port = f"{folder}/data", free_port()
    run(folder, binaries / "initdb", "-D", data, "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    options = " ".join(f"-c {name}={value}" for name, value in QUICK.items())
    options += f" -p {port} -k {folder}"
    run(folder, binaries / "pg_ctl", "start", "-D", data, "-w", "-l", f"{folder}/log", "-o", options)
    return port


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(folder, *command):
    """Run one of PostgreSQL's own programs inside `folder`, which its user may enter; show its words when it fails."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*as_postgres, *map(str, command)], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if done.returncode:
        sys.exit(f"PostgreSQL did not do what it was asked: {done.stderr.decode(errors='replace')}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
