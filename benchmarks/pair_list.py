"""How the list of pairs grows: its page at 100 pairs and at 10,000, in one run on a database of its own.

    python benchmarks/pair_list.py                                    a temporary SQLite file, the portal's settings
    DATABASE_URL=postgres://… python benchmarks/pair_list.py          a throw-away PostgreSQL database

For each address: queries and milliseconds at both sizes (the quickest of many requests, through all middleware), their
ratio, and the bytes of the page as it is sent. Exit 1 when an address asks a different number of queries at the two
sizes, or more than 8, or when the plain list takes more than 1.5 times as long.
"""

import datetime
import gzip
import shutil
import sys
import tempfile
import time
from pathlib import Path

from _portal import empty_portal

SMALL, LARGE, MOST_QUERIES, MOST_TIMES = 100, 10_000, 8, 1.5
ROUNDS, IN_A_TURN = 8, 8
IN_A_BATCH = 1_000
LIST = "/pairs/"
ADDRESSES = [
    LIST,
    "/en/pairs/",
    "/pairs/?batch=1",
    "/pairs/?batch=1&province=32&tier=unknown&status=docked",
    "/pairs/?province=32",
    "/pairs/?status=announced",
    "/pairs/?sort=-serial",
    "/pairs/?sort=supporter",
    "/pairs/?page=4",
    "/pairs/?page=999999999",
    "/pairs/?q=测速第7大学",
]


def grow(start, stop):
    """Published pairs number `start` to `stop`, each of two universities of its own, docked."""
    from django.db import connection

    from pairs.directory.name_matching import fold
    from pairs.models import Batch, Milestone, Pair, University, UniversityName

    schools = [school(number, province) for number in range(start, stop) for province in ("42", PROVINCES[number % 5])]
    University.objects.bulk_create(schools)
    UniversityName.objects.bulk_create(
        UniversityName(university=one, name=one.name, kind="official", key=fold(one.name)) for one in schools
    )
    batches = {number: batch(number // IN_A_BATCH + 1) for number in range(start, stop, IN_A_BATCH)}
    batches = {one.number: one for one in (*batches.values(), *Batch.objects.all())}
    pairs = [
        pair(batches[number // IN_A_BATCH + 1], number % IN_A_BATCH + 1, *schools[2 * place : 2 * place + 2])
        for place, number in enumerate(range(start, stop))
    ]
    Pair.objects.bulk_create(pairs)
    facts = {"kind": "docked", "stated_as_of": datetime.date(2031, 5, 21), "source": "generated"}
    Milestone.objects.bulk_create(Milestone(pair=one, **facts) for one in pairs)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


PROVINCES = ["11", "31", "32", "33", "44"]


def school(number, province):
    from pairs.models import University

    side = "湖北" if province == "42" else "外省"
    return University(
        code=f"41{province}{number:06}",
        name=f"{side}测速第{number}大学",
        province=province,
        city="武汉市",
        level="adult",
    )


def batch(number):
    from django.utils import timezone

    from pairs.models import Action, Batch

    action, _new = Action.objects.get_or_create(slug="bench", defaults={"name": "测速", "recipient_provinces": ["42"]})
    day = datetime.date(2030 + number, 1, 1)
    facts = {"action": action, "title": f"测速{number}", "source": "generated", "notice_on": day, "starts": day}
    facts |= {"ends": day.replace(month=12), "published_at": timezone.now()}
    return Batch.objects.get_or_create(number=number, defaults=facts)[0]


def pair(batch, serial, recipient, supporter):
    from pairs.models import Pair

    new = Pair(batch=batch, serial=serial, recipient=recipient, supporter=supporter)
    new.fill_snapshot()
    return new


def keep_small(folder):
    """A copy of the database as it is now, beside the one that will grow; its name."""
    from django.db import connection

    connection.close()
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return shutil.copy(name, Path(folder) / "small.sqlite3")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}_small"')
        cursor.execute(f'CREATE DATABASE "{name}_small" TEMPLATE "{name}"')
    return f"{name}_small"


def switch(name):
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name


def measure(address, names):
    """For each database (queries, milliseconds of the quickest request, bytes compressed).

    The two take turns, so that whatever else the machine does falls on both alike.
    """
    found = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            switch(name)
            found[name] += requests(address)
    return [(found[name][0][0], min(took for _, took, _ in found[name]), found[name][0][2]) for name in names]


def requests(address):
    """(queries, milliseconds, bytes compressed) of each request of one turn; the first, which connects, is left out."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    with CaptureQueriesContext(connection) as asked:
        size = len(gzip.compress(client.get(address).content))
        queries = len(asked)
    for _ in range(IN_A_TURN):
        begun = time.perf_counter()
        response = client.get(address)
        took = (time.perf_counter() - begun) * 1000
        assert response.status_code == 200, (address, response.status_code)
        yield queries, took, size


def main():
    with tempfile.TemporaryDirectory() as folder:
        empty_portal(folder)
        from django.db import connection

        grow(0, SMALL)
        names = [keep_small(folder), connection.settings_dict["NAME"]]
        grow(SMALL, LARGE)
        print(f"{connection.vendor}: {SMALL} and {LARGE} published pairs, {ROUNDS * IN_A_TURN} requests each, in turns")
        faults = [fault for address in ADDRESSES for fault in compare(address, *measure(address, names))]
        connection.close()
    print(*(faults or ["all within the limits"]), sep="\n")
    return 1 if faults else 0


def compare(address, small, large):
    """Print the figures of one address; yields what is wrong with them."""
    ratio = large[1] / small[1]
    print(
        f"{address:60} {small[0]}/{large[0]} queries  {small[1]:6.1f} → {large[1]:6.1f} ms  × {ratio:4.2f}"
        f"  {large[2] / 1024:5.1f} KB compressed"
    )
    if small[0] != large[0] or large[0] > MOST_QUERIES:
        yield f"{address}: {small[0]} and {large[0]} queries; the same number and at most {MOST_QUERIES} are allowed"
    if address == LIST and ratio > MOST_TIMES:
        yield f"{address}: {ratio:.2f} times as long; at most {MOST_TIMES} are allowed"


if __name__ == "__main__":
    sys.exit(main())
