"""How public pages grow: built at 10³ pairs and 10⁴ activities, and at 10⁵ and 10⁶, in turns in one run.

    python benchmarks/scale.py                                    a temporary SQLite file, the portal's settings
    DATABASE_URL=postgres://… python benchmarks/scale.py          a throw-away PostgreSQL database
    python benchmarks/scale.py 1000 10000 pairs                   other numbers of pairs; only addresses with a text

For each page its queries and milliseconds at both sizes and their ratio, through all middleware, nothing of it stored
beforehand. Milliseconds are those of the processor, with those of the server's process on PostgreSQL. Exit 1 when a
page asks a different number of queries, or takes more than 1.3 times as long; what stands under GROWING is shown and
may grow: what is asked for there grows with the data.
"""

import sys
import tempfile
import time
from pathlib import Path

import _large
import pair_list as bench
from _portal import empty_portal

SMALL, LARGE, MOST_TIMES = 1_000, 100_000, 1.3
ROUNDS, IN_A_TURN = 5, 5

# {pages} is a page in the middle of the list, {activities} one of the last activities.
ADDRESSES = [
    "/",
    "/pairs/",
    "/en/pairs/",
    "/pairs/?page={pages}",
    "/pairs/?batch=1&page=2",
    "/pairs/?province=32",
    "/pairs/?tier=unknown",
    "/pairs/?status=signed",
    "/pairs/?status=announced",
    "/pairs/?sort=-serial",
    "/pairs/?sort=supporter",
    "/pairs/?q=武汉第50大学",
    "/pairs/?q=whd50dx",
    "/pairs/1-50/",
    "/activities/",
    "/activities/?page={pages}",
    "/activities/?batch=1",
    "/activities/?mechanism=2",
    "/activities/?state=coming",
    "/activities/?province=32",
    "/activities/?pair=1-7",
    "/activities/?sort=pair",
    "/activities/?since=2032-01-01&until=2032-01-31",
    "/activities/?q=第50场",
    "/activities/{activities}/",
    "/universities/",
    "/universities/?page={pages}",
    "/universities/?province=42",
    "/universities/?q=武汉第50大学",
    "/universities/4142000050/",
    "/search/?q=武汉第50大学",
    "/search/?q=wuhandi50daxue",
    "/search/?q=武漢第50大學",
    "/batches/1/",
    "/actions/bench/",
    "/actions/bench/mechanisms/2/",
    "/statistics/",
    "/practices/",
    "/bulletins/",
    "/data/",
    "/about/",
]
# A line for every batch; searches that find a hundred times as many; and what was perhaps meant, among all names.
GROWING = ["/batches/", "/sitemap/"]
GROWING += ["/pairs/?q=第50", "/pairs/?q=whd50", "/search/?q=武汉", "/search/?q=wuhandi50"]
GROWING += ["/search/?q=武汉弟500大学", "/search/?q=无关的词"]


def filled(address, pairs):
    """The address for a portal of so many pairs."""
    return address.format(pages=pairs // 25 // 2, activities=pairs * _large.ACTIVITIES - 19)


def measure(address, sizes):
    """For each database (queries, the least milliseconds of a request); they take turns."""
    found = {name: [] for name in sizes}
    for _ in range(ROUNDS):
        for name, pairs in sizes.items():
            bench.switch(name)
            found[name] += requests(filled(address, pairs))
    return [(found[name][0][0], min(took for _, took in found[name])) for name in sizes]


def requests(address):
    """(queries, milliseconds) of each request of one turn, without the first, which finds parts to write."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
        queries = len(asked)
    clock = processor(connection)
    for _ in range(IN_A_TURN):
        begun = clock()
        response = client.get(address)
        took = (clock() - begun) * 1000
        assert response.status_code == 200, (address, response.status_code)
        yield queries, took


def processor(connection):
    """A clock of the processor's seconds of this process, and of the server's process that answers it."""
    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    # Nanoseconds on the processor come first (Linux, and a server on this machine)
    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return lambda: time.process_time() + int(server.read_text().split()[0]) / 1e9


def compare(address, small, large, may_grow=False):
    """Print the figures of one address; yields what is wrong with them."""
    ratio = large[1] / small[1]
    wide = 48 - sum(letter > "⺀" for letter in address)  # Chinese letters take two columns
    print(
        f"{address:{wide}} {small[0]:3}/{large[0]:2} queries {small[1]:7.1f} → {large[1]:7.1f} ms  × {ratio:5.2f}",
        flush=True,
    )
    if may_grow:
        return
    if small[0] != large[0]:
        yield f"{address}: {small[0]} and {large[0]} queries; the same number is allowed"
    if ratio > MOST_TIMES:
        yield f"{address}: {ratio:.2f} times as long; at most {MOST_TIMES} are allowed"


def main(small=SMALL, large=LARGE, part=""):
    with tempfile.TemporaryDirectory() as folder:
        empty_portal(folder)
        from django.db import connection

        begun = time.monotonic()
        _large.begin()
        _large.grow(0, small)
        sizes = {bench.keep_small(folder): small, connection.settings_dict["NAME"]: large}
        _large.grow(small, large)
        print(f"{connection.vendor}: {small} and {large} pairs, made in {time.monotonic() - begun:.0f} s")
        faults = []
        for address in [*ADDRESSES, *GROWING]:
            if part in address:
                faults += compare(address, *measure(address, sizes), may_grow=address in GROWING)
        connection.close()
    print(*(faults or ["all within the limits"]), sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:3]]
    sys.exit(main(*numbers, *sys.argv[3:]))
