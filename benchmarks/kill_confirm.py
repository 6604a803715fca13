"""Kill the confirming of a list at random moments: the database must hold all of it, history included, or nothing.

    python benchmarks/kill_confirm.py --kills 50 [--seed 1] [--rows 2000]

Each round forks a process that confirms the list in a copy of one SQLite file, and ends it with SIGKILL. Then one is
killed between the pairs and their history, which must leave nothing, and one more without the transaction, which must
leave half: so the check notices. Exit 1 when a database holds anything else.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

import import_list
from _portal import empty_portal

YEAR = 2031
TABLES = ("pairs_pair", "pairs_historicalpair")


def prepare(folder, rows):
    """A database with a previewed list of `rows` pairs."""
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/original.sqlite3"
    empty_portal(folder)
    from django.db import connection

    from pairs.lists import workflow
    from pairs.models import Batch

    import_list.make_world(2 * rows)
    workflow.preview(Batch.objects.get(number=YEAR), import_list.a_list(rows), "list.csv")
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return Path(connection.settings_dict["NAME"])


def confirm(database, halfway, weak, say):
    """What the process does that is killed; `say` tells the other one that it begins."""
    from django.db import connection

    from pairs.lists import workflow
    from pairs.models import ListImport

    connection.settings_dict["NAME"] = str(database)
    if weak:
        leave_out_transactions()
    if halfway:
        die_before_history()
    listed = ListImport.objects.get()
    say()
    workflow.confirm(listed, None, "kill me")


def leave_out_transactions():
    from django.db.transaction import Atomic

    Atomic.__enter__ = lambda self: None
    Atomic.__exit__ = lambda self, *error: None


def die_before_history():
    from simple_history.manager import HistoryManager

    HistoryManager.bulk_history_create = lambda *arguments, **options: os.kill(os.getpid(), signal.SIGKILL)


def start(database, halfway=False, weak=False):
    """The id of a process that has just begun to confirm the list in `database`."""
    ear, mouth = os.pipe()
    process = os.fork()
    if not process:
        try:
            confirm(database, halfway, weak, lambda: os.write(mouth, b"!"))
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(2)
    os.close(mouth)
    assert os.read(ear, 1) == b"!"
    os.close(ear)
    return process


def duration(original):
    """Seconds that confirming takes when it is left alone."""
    process, begun = start(copy(original)), time.perf_counter()
    os.waitpid(process, 0)
    return time.perf_counter() - begun


def killed(original, rows, delay):
    """What the database holds after a confirm that was killed `delay` seconds after it began."""
    database = copy(original)
    process = start(database)
    time.sleep(delay)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return held(database, rows)


def killed_halfway(original, rows, weak):
    """What it holds after a confirm, a weak one without transaction, that was killed between pairs and history."""
    database = copy(original)
    os.waitpid(start(database, halfway=True, weak=weak), 0)
    return held(database, rows)


def copy(original):
    for leftover in ("", "-wal", "-shm"):
        original.with_name("round.sqlite3" + leftover).unlink(missing_ok=True)
    return shutil.copy(original, original.with_name("round.sqlite3"))


def held(database, rows):
    """all, nothing, half or broken."""
    connection = sqlite3.connect(database)
    counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
    (state,) = connection.execute("SELECT state FROM pairs_listimport").fetchone()
    sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    found = {(0, 0, "previewed"): "nothing", (rows, rows, "applied"): "all"}.get((*counts, state), "half")
    return found if sound else "broken"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--seed", type=int)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        original, rows = prepare(folder, options.rows), options.rows
        longest, chance = duration(original), random.Random(options.seed)
        found = Counter(killed(original, rows, chance.uniform(0, longest)) for _round in range(options.kills))
        halfway, weak = (killed_halfway(original, rows, weak) for weak in (False, True))
    print(f"{options.kills} kills within {longest:.2f} s: {dict(found)}")
    print(f"killed between the pairs and their history: {halfway}; without the transaction: {weak}")
    return 0 if set(found) <= {"all", "nothing"} and (halfway, weak) == ("nothing", "half") else 1


if __name__ == "__main__":
    sys.exit(main())
