"""Eight people who write at once: entries drafted and submitted a second, by eight processes on one database.

    python benchmarks/writers.py                                  a temporary SQLite file, the portal's settings
    DATABASE_URL=postgres://… python benchmarks/writers.py        a throw-away PostgreSQL database
    python benchmarks/writers.py EARLIER                          beside a checkout of an earlier version

Beside an earlier version both take turns, and the best turn of each counts; exit 1 when this one writes less than 0.9
times as often. Each entry is two transactions, with its history and the record of its state.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from _portal import empty_portal

WRITERS, ENTRIES, TURNS, LEAST = 8, 15, 5, 0.9


def main(earlier=None):
    if not earlier:
        print(f"{written():.1f} entries a second by {WRITERS} writers")
        return 0
    folders = {"now": str(Path(__file__).parent.parent), "earlier": earlier}
    rates = {name: [] for name in folders}
    for _ in range(TURNS):
        for name, folder in folders.items():
            rates[name].append(rate_of(folder))
    now, before = max(rates["now"]), max(rates["earlier"])
    print(f"{now:.1f} entries a second, {before:.1f} before: × {now / before:.2f} (at least × {LEAST} is asked for)")
    print(*(f"{name}: {' '.join(map(str, each))}" for name, each in rates.items()), sep="\n")
    return now < LEAST * before


def rate_of(folder):
    """Entries a second of the portal in `folder`, in a process of its own."""
    run = [sys.executable, __file__]
    found = subprocess.run(run, env=os.environ | {"PORTAL": folder}, capture_output=True, text=True)
    return float(found.stdout.split()[0]) if found.returncode == 0 else sys.exit(found.stderr)


def written():
    """Entries a second, of all writers together, on an empty database that is empty again afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        empty_portal(folder)
        from desk import grow, prepare
        from django.db import connection

        prepare()
        grow(WRITERS, 12)
        connection.close()
        seconds = write_at_once()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.close()
    return WRITERS * ENTRIES / seconds


def write_at_once():
    """Seconds until all writers, who begin together, are done."""
    context = multiprocessing.get_context("fork")
    start = context.Barrier(WRITERS + 1)
    writers = [context.Process(target=write, args=[number, start]) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    start.wait()
    begun = time.perf_counter()
    for writer in writers:
        writer.join()
    assert not any(writer.exitcode for writer in writers), "a writer failed"
    return time.perf_counter() - begun


def write(number, start):
    """Draft and submit entries of one pair, as its coordinator does."""
    from django.utils import timezone

    from accounts.models import User
    from activities.activities import workflow
    from activities.models import ActivityKind
    from pairs.models import Pair

    pair, kind = Pair.objects.order_by("pk")[number], ActivityKind.objects.first()
    by = User.objects.filter(memberships__university=pair.recipient).first()
    day = timezone.localdate()  # the first of the batch
    start.wait()
    for entry in range(ENTRIES):
        made = workflow.draft(by, pair, kind, measures={"posts": 3}, title=f"测速{entry}", starts_on=day, ends_on=day)
        workflow.submit(made, by)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
