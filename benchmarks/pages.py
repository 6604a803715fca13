"""What each public page costs to open: requests, kilobytes as sent compressed, queries, milliseconds.

    python benchmarks/pages.py                                    a temporary SQLite file with the published data
    DATABASE_URL=postgres://… python benchmarks/pages.py          a throw-away PostgreSQL database

Counted are the page and every stylesheet, script and image that it names, as a browser without a copy of them would
fetch them. Exit 1 when a page is heavier than 80 KB or takes more than 10 requests.
"""

import gzip
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

from _portal import empty_portal
from lxml import html

MOST_BYTES, MOST_REQUESTS, REPEATS = 80 * 1024, 10, 10
NAMED = "//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img/@src"
NAMED_IN_STYLES = re.compile(r"""url\(["']?([^"')]+)|@import ["']([^"']+)""")


def published_portal(folder):
    """The portal with the published data, in a database of its own."""
    empty_portal(folder)
    from django.core.management import call_command

    call_command("load_published", verbosity=0)


def named_files(page):
    """The addresses of the files that a page names; a stylesheet may name others."""
    found = list(dict.fromkeys(html.fromstring(page).xpath(NAMED)))
    for address in found:
        if address.endswith(".css"):
            names = (first or second for first, second in NAMED_IN_STYLES.findall(content(address).decode()))
            found += [new for name in names if (new := beside(address, name)) not in found]
    return found


def beside(address, name):
    return name if name.startswith("/") else f"{address.rpartition('/')[0]}/{name}"


def content(address):
    """The bytes of a static file, from the sources."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    return Path(finders.find(address.removeprefix(settings.STATIC_URL))).read_bytes()


def measure(address):
    """(requests, bytes compressed, queries, milliseconds) of one page; the time is the median of ten."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, times = Client(), []
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address).content
    queries = len(asked)
    for _ in range(REPEATS):
        begun = time.perf_counter()
        assert client.get(address).status_code == 200, address
        times.append((time.perf_counter() - begun) * 1000)
    parts = [page, *map(content, named_files(page))]
    return len(parts), sum(len(gzip.compress(part)) for part in parts), queries, statistics.median(times)


def main():
    with tempfile.TemporaryDirectory() as folder:
        published_portal(folder)
        from django.db import connection

        from tests.support.browser.addresses import PREFIXES, PUBLIC

        print(f"{connection.vendor}, published data\n{'page':44} requests  KB compressed  queries     ms")
        heavy = [address for path in PUBLIC for prefix in PREFIXES.values() if not light(address := prefix + path)]
        connection.close()
    print(*([f"too heavy: {address}" for address in heavy] or ["all within the limits"]), sep="\n")
    return 1 if heavy else 0


def light(address):
    """Print the figures of one page; whether they are within the limits."""
    requests, size, queries, milliseconds = measure(address)
    wide = 44 - sum(letter > "⺀" for letter in address)  # Chinese letters take two columns
    print(f"{address:{wide}} {requests:8} {size / 1024:14.1f} {queries:8} {milliseconds:6.1f}")
    return size <= MOST_BYTES and requests <= MOST_REQUESTS


if __name__ == "__main__":
    sys.exit(main())
