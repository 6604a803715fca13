"""What each public page costs to open: requests, kilobytes as sent compressed, queries, milliseconds of the processor.

    python benchmarks/pages.py                                    a temporary SQLite file with the published data
    DATABASE_URL=postgres://… python benchmarks/pages.py          a throw-away PostgreSQL database

Counted are the page and every stylesheet, script and image that it names, as a browser without a copy of them would
fetch them. Pages are built anew each time, and their milliseconds told as multiples of those of Django's own list of
50 pairs in a plain table (_baseline.py), measured in turns: with every part of a page written already, as for a filter
that nobody has asked for yet; after an activity was changed, which is most of what happens; and with nothing written,
as after the start or a change of the lists. Exit 1 when a page is heavier than 80 KB, takes more than 10 requests, or
more than twice the milliseconds of that list in one of the first two.
"""

import gzip
import re
import sys
import tempfile
import time
from pathlib import Path

from _portal import published_portal
from lxml import html

MOST_BYTES, MOST_REQUESTS, MOST_TIMES, REPEATS = 80 * 1024, 10, 2, 10
NAMED = "//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img/@src"
NAMED_IN_STYLES = re.compile(r"""url\(["']?([^"')]+)|@import ["']([^"']+)""")


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
    """The bytes of a static file, from the sources, or of what a view answers."""
    from django.conf import settings
    from django.contrib.staticfiles import finders
    from django.test import Client

    if not address.startswith(settings.STATIC_URL):
        return Client().get(address).content
    return Path(finders.find(address.removeprefix(settings.STATIC_URL))).read_bytes()


def measure(address):
    """(requests, bytes compressed, queries) of one page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        page = Client().get(address).content
    queries = len(asked)  # the next request empties the log
    parts = [page, *map(content, named_files(page))]
    return len(parts), sum(len(gzip.compress(part)) for part in parts), queries


def processor(address):
    """Milliseconds of the processor: (of a page in each state, of the bare list), the quickest of ten, in turns."""
    from _baseline import BareList
    from django.test import Client, RequestFactory

    client, bare, times = Client(), BareList.as_view(), []
    for _turn in range(REPEATS):
        for lead_to in STATES.values():
            lead_to()
            times.append(taken(lambda: client.get(address)))
        times.append(taken(lambda: bare(RequestFactory().get("/list/")).render()))
    turn = len(STATES) + 1
    *own, bare_list = (min(times[place::turn]) for place in range(turn))
    return own, bare_list


def nothing_happens():
    """The parts of the page are those of the turn before, in which it was built with nothing written."""


def activity_changes():
    from core import data_version

    data_version.move(area="activities.activities")


def forget_all():
    from core.parts import PARTS
    from core.version_facts import FACTS

    PARTS.clear()
    FACTS.clear()


STATES = {"known": nothing_happens, "activity": activity_changes, "all anew": forget_all}
LIMITED = 2  # the first ones


def taken(act):
    """Milliseconds of the processor until a page was answered."""
    begun = time.process_time()
    assert act().status_code == 200
    return (time.process_time() - begun) * 1000


def main():
    with tempfile.TemporaryDirectory() as folder:
        published_portal(folder)
        from django.db import connection

        from tests.support.browser.addresses import PREFIXES, PUBLIC

        print(f"{connection.vendor}, published data")
        print(f"{'page':72} requests  KB compressed  queries  × {'  × '.join(STATES)}")
        heavy = [address for path in PUBLIC for prefix in PREFIXES.values() if not light(address := prefix + path)]
        connection.close()
    print(*([f"too heavy: {address}" for address in heavy] or ["all within the limits"]), sep="\n")
    return 1 if heavy else 0


def light(address):
    """Print the figures of one page; whether they are within the limits."""
    requests, size, queries = measure(address)
    own, bare = processor(address)
    wide = 72 - sum(letter > "⺀" for letter in address)  # Chinese letters take two columns
    times = [one / bare for one in own]
    told = "".join(f"{one:{len(state) + 4}.1f}" for state, one in zip(STATES, times, strict=True))
    print(f"{address:{wide}} {requests:8} {size / 1024:14.1f} {queries:8}{told}", flush=True)
    return size <= MOST_BYTES and requests <= MOST_REQUESTS and max(times[:LIMITED]) <= MOST_TIMES


if __name__ == "__main__":
    sys.exit(main())
