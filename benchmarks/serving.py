"""Answers a second under gunicorn as it is deployed: the portal beside a constant view, a bare list and Datasette.

    python benchmarks/serving.py                                  a temporary SQLite file with the published data
    DATABASE_URL=postgres://… python benchmarks/serving.py        a throw-away PostgreSQL database

Two workers, eight clients that keep their connections, the same client for all, in one run: each case in turns, of
which the best counts, so that whatever else the machine does falls on all alike. With the published data, then with
10,000 pairs more. Datasette has a SQLite copy of the pairs as they are downloaded, and stands in .venv-bench.

Exit 1 when a repeated answer comes less than half as often as that of the constant view, when a page or an API answer
of 25 pairs is built less than three times as often as Datasette's, or when the slowest of 99 in 100 answers takes more
than five times as long as the median.
"""

import sqlite3
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from _load import load, request
from _portal import published_portal
from _servers import DATASETTE, datasette, gunicorn, serving
from pair_list import grow

MORE_PAIRS, FIRST_NEW = 10_000, 20_000  # no code of a school ends in numbers from there on
TURNS, SECONDS, MOST_SECONDS = 12, 0.5, 12  # the last for all turns of a case together: slow ones take fewer
MOST_SPREAD = 5
LIST, API, COPY = "/pairs/", "/api/v1/pairs/?limit=25", "/pairs/pairs"


class Case(NamedTuple):
    """An answer asked for again and again, and what it is measured against."""

    server: str
    path: str
    beside: tuple = ()  # another case, and how often as a share of that this one must come at least
    is_known: bool = False  # the client has it already, and is told 304

    def __str__(self):
        return f"{self.server} {self.path}{' (304)' if self.is_known else ''}"


CONSTANT = Case("baseline", "/constant/")
PAGE, JSON = Case("Datasette", f"{COPY}?_size=25"), Case("Datasette", f"{COPY}.json?_size=25")
CASES = [
    CONSTANT,
    Case("baseline", "/list/"),
    PAGE,
    JSON,
    *(Case("stored", path, (CONSTANT, 0.5)) for path in ("/", LIST, "/en/statistics/", "/pairs.csv", API)),
    *(Case("stored", path, (CONSTANT, 0.5), is_known=True) for path in (LIST, API)),
    Case("built", LIST, (PAGE, 3)),
    Case("built", API, (JSON, 3)),
]


def main():
    if not DATASETTE.exists():
        sys.exit("Datasette is missing; `make bench` installs it into .venv-bench.")
    with tempfile.TemporaryDirectory() as folder:
        published_portal(folder)
        faults = list(measure(folder))
        grow(FIRST_NEW, FIRST_NEW + MORE_PAIRS)
        faults += measure(folder)
    print(*(faults or ["all within the limits"]), sep="\n")
    return 1 if faults else 0


def measure(folder):
    """Print the figures of all cases with the data as they are; yields what is wrong with them."""
    from django.db import connection

    copy = copy_of_pairs(Path(folder) / "pairs.db")
    servers = {
        "baseline": gunicorn(folder, BASELINE="1"),
        "stored": gunicorn(folder, STORED_ANSWERS_MB="64"),
        "built": gunicorn(folder, STORED_ANSWERS_MB="0", API_LIMIT="0"),
        "Datasette": datasette(copy),
    }
    with ExitStack() as stack:
        places = {name: stack.enter_context(serving(*server)) for name, server in servers.items()}
        found = best_of_turns(places)
    print(f"\n{connection.vendor}, {rows_in(copy)} pairs")
    print(f"{'':44} a second  median ms   99 % ms  × median     bytes")
    for case in CASES:
        yield from told(case, found)


def copy_of_pairs(file):
    """A SQLite file with the pairs as everybody may download them."""
    from django.db import connection

    from public.open_data import datasets

    pairs = next(dataset for dataset in datasets() if dataset.name == "pairs")
    keys = [column.key for column in pairs.columns]
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as copy:
        copy.execute(f"CREATE TABLE pairs (id INTEGER PRIMARY KEY, {', '.join(keys)})")
        rows = ([row[key] and str(row[key]) for key in keys] for row in pairs.everything())
        copy.executemany(f"INSERT INTO pairs ({', '.join(keys)}) VALUES ({', '.join('?' * len(keys))})", rows)
    copy.close()
    connection.close()
    return file


def rows_in(file):
    with sqlite3.connect(file) as copy:
        return copy.execute("SELECT count(*) FROM pairs").fetchone()[0]


def best_of_turns(places):
    """For each case its best turns; in the others one worker may have taken most of the connections."""
    turns, left = {case: [] for case in CASES}, dict.fromkeys(CASES, MOST_SECONDS)
    for _turn in range(TURNS):
        for case in filter(lambda case: left[case] > 0, CASES):
            begun = time.perf_counter()
            asked, status = asked_of(places[case.server], case)
            turns[case].append(load(places[case.server], asked, SECONDS, status))
            left[case] -= time.perf_counter() - begun
    return {case: best(each) for case, each in turns.items()}


def best(turns):
    """The rate of the turn with the most answers, and the times of the one in which the clients waited least."""
    evenest = min(turns, key=lambda one: one.slowest)
    return evenest._replace(rate=max(one.rate for one in turns))


def asked_of(place, case):
    """(request, status of its answer); one that is known names the ETag that the server gave."""
    if not case.is_known:
        return request(case.path), b"200"
    return request(case.path, If_None_Match=etag(place, case.path)), b"304"


def etag(place, path):
    from http.client import HTTPConnection

    client = HTTPConnection(*place)
    client.request("GET", path, headers={"Host": "testserver", "Accept-Encoding": "gzip"})
    return client.getresponse().getheader("ETag")


def told(case, found):
    """Print the figures of one case; yields what is wrong with them."""
    own = found[case]
    times = f"{own.median * 1000:9.1f} {own.slowest * 1000:9.1f} {own.spread:9.1f}"
    ratio = own.rate / found[case.beside[0]].rate if case.beside else 0
    beside = f"  × {ratio:.2f} of {case.beside[0]}" if ratio else ""
    print(f"{case!s:44} {own.rate:8.1f}  {times} {own.size:9}{beside}", flush=True)
    if case.beside and ratio < case.beside[1]:
        yield f"{case}: × {ratio:.2f} of {case.beside[0]}; at least × {case.beside[1]} is asked for"
    if case.server in ("stored", "built") and own.spread > MOST_SPREAD:
        yield f"{case}: 99 in 100 within {own.spread:.1f} medians; at most {MOST_SPREAD} are allowed"


if __name__ == "__main__":
    sys.exit(main())
