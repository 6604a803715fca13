"""How the statistics grow: their page at 1,000 activities and at 100,000, in one run on a database of its own.

    python benchmarks/statistics_page.py                               a temporary SQLite file, the portal's settings
    DATABASE_URL=postgres://… python benchmarks/statistics_page.py     a throw-away PostgreSQL database

As many pairs as the action of 2020 had, with the real mechanisms, kinds and indicators; every activity is made up,
written straight into the database, and added up by the portal's own recount. For each address: queries and milliseconds
at both sizes (the quickest of many requests, through all middleware) and their ratio; beside them what the same totals
would cost as one grouped query over the activities. Exit 1 when an address asks a different number of queries at the
two sizes, or when the page takes more than 1.5 times as long.
"""

import datetime
import random
import sys
import tempfile
import time

import pair_list as bench
from _portal import empty_portal

from activities.activities.models import totals

PAIRS, SMALL, LARGE, MOST_TIMES = 124, 1_000, 100_000, 1.5
MONTHS, IN_A_PIECE, TURNS = 6, 5_000, 10
PAGE = "/statistics/"
ADDRESSES = [
    PAGE,
    *(f"/statistics/{name}/" for name in ("totals", "growth", "distribution", "durations", "flow", "commitments")),
    "/en/statistics/growth/?indicator=posts",
    "/statistics/distribution/?batch=1&province=32&mechanism=3&since=2031-02&until=2031-04",
    "/statistics/totals.csv",
    "/statistics/grid.csv",
]


def log(start, stop):
    """Activities number `start` to `stop`, held and documented, spread over pairs, kinds and months."""
    from django.db import connection, transaction

    from activities.models import Activity, ActivityKind, Measure
    from pairs.models import Pair

    chance = random.Random(start)
    pairs = list(Pair.objects.order_by("pk"))
    kinds = list(ActivityKind.objects.prefetch_related("kind_indicators"))
    with transaction.atomic():
        for first in range(start, stop, IN_A_PIECE):
            numbers = range(first, min(first + IN_A_PIECE, stop))
            held = Activity.objects.bulk_create([activity(chance, pairs, kinds) for _ in numbers])
            asked = ((one, link.indicator_id) for one in held for link in one.kind.kind_indicators.all())
            Measure.objects.bulk_create(
                Measure(activity=one, indicator_id=pk, value=1 + one.pk % 9) for one, pk in asked
            )
        totals.recount_all()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def activity(chance, pairs, kinds):
    """An activity of any pair and kind, on any day: whatever the number, all of them occur alike."""
    from django.utils import timezone

    from activities.models import Activity

    day = datetime.date(2031, chance.randint(1, MONTHS), chance.randint(1, 28))
    held = {"stage": "held", "status": "confirmed", "public_since": timezone.now(), "source": "generated"}
    return Activity(
        pair=chance.choice(pairs), kind=chance.choice(kinds), title="测速", starts_on=day, ends_on=day, **held
    )


def grouped(names):
    """For each database the milliseconds of what the activities of each month and indicator add up to, asked afresh."""
    from django.db.models import Count

    from activities.models import Measure

    found = {name: [] for name in names}
    for _ in range(TURNS):
        for name in names:
            bench.switch(name)
            sums = Measure.objects.counted().added_up().values("indicator", "month", "sum")
            Measure.objects.first()  # connects
            begun = time.perf_counter()
            len(sums.annotate(pairs=Count("activity__pair", distinct=True)))
            found[name].append((time.perf_counter() - begun) * 1000)
    return [min(found[name]) for name in names]


def main():
    with tempfile.TemporaryDirectory() as folder:
        empty_portal(folder)
        from django.db import connection

        from activities import fixtures_loader

        list(fixtures_loader.load(with_pairs=False))
        bench.grow(0, PAIRS)
        log(0, SMALL)
        names = [bench.keep_small(folder), connection.settings_dict["NAME"]]
        log(SMALL, LARGE)
        print(f"{connection.vendor}: {SMALL} and {LARGE} activities of {PAIRS} pairs in {MONTHS} months")
        faults = [fault for address in ADDRESSES for fault in compare(address, *bench.measure(address, names))]
        small, large = grouped(names)
        print(f"{'a grouped query over the activities':74} {small:17.1f} → {large:6.1f} ms  × {large / small:4.2f}")
        connection.close()
    print(*(faults or ["all within the limits"]), sep="\n")
    return 1 if faults else 0


def compare(address, small, large):
    """Print the figures of one address; yields what is wrong with them."""
    ratio = large[1] / small[1]
    print(f"{address:74} {small[0]}/{large[0]} queries {small[1]:7.1f} → {large[1]:6.1f} ms  × {ratio:4.2f}")
    if small[0] != large[0]:
        yield f"{address}: {small[0]} and {large[0]} queries; the same number is allowed"
    if address == PAGE and ratio > MOST_TIMES:
        yield f"{address}: {ratio:.2f} times as long; at most {MOST_TIMES} are allowed"


if __name__ == "__main__":
    sys.exit(main())
