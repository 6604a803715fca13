"""How the desk and every list grow: with 1 pair and 12 activities, with 300 and 10,000, in one run.

    python benchmarks/desk.py                                    a temporary SQLite file, the portal's settings
    DATABASE_URL=postgres://… python benchmarks/desk.py          a throw-away PostgreSQL database

For each page, as an editor, a coordinator of the first pair (who speaks for one university) or a stranger: queries and
milliseconds at both sizes (the quickest of many requests, through all middleware) and their ratio. Exit 1 when a page
asks more than two queries more than with the one pair, which has no neighbours.
"""

import datetime
import itertools
import sys
import tempfile
import time

from _portal import empty_portal
from pair_list import keep_small, pair, school, switch

from activities.activities.models import totals

SMALL, LARGE = (1, 12), (300, 10_000)  # pairs, activities; twelve are one in each state for each side
MORE = 2  # queries: a pair that is alone has no neighbours to be named
ROUNDS, IN_A_TURN = 3, 3
ADDRESSES = {
    "editor": [
        *("/desk/", "/desk/activities/", "/desk/activities/?status=submitted", "/desk/waiting/to_confirm/"),
        *("/desk/pairs/1-1/", "/desk/pairs/1-1/agreement/", "/desk/employment/", "/desk/people/"),
    ],
    "coordinator": [
        *("/desk/", "/desk/activities/", "/desk/activities/?page=3", "/desk/pairs/1-1/", "/desk/pairs/1-1/agreement/"),
        *(f"/desk/waiting/{name}/" for name in ("to_confirm", "returned", "to_hold", "corrections", "merges")),
        *("/desk/waiting/agreements_to_accept/", "/desk/employment/", "/desk/activities/new/"),
    ],
    "stranger": [
        *(
            "/",
            "/pairs/",
            "/pairs/1-1/",
            "/actions/bench/mechanisms/1/",
            "/activities/",
            "/activities/?state=held&sort=pair",
        ),
        *("/activities/?mechanism=1&province=32", "/activities/?page=2", "/universities/", "/batches/1/"),
    ],
}
numbers = itertools.count()


def prepare():
    """What stands before the first pair: a batch that runs, its kinds, an editor and a coordinator."""
    from django.utils import timezone

    from accounts.models import Membership, User
    from activities.models import ActivityKind, GraduateGroup, Indicator, KindIndicator, Mechanism
    from pairs.models import Action, Batch, University

    day = timezone.localdate()
    action = Action.objects.create(slug="bench", name="测速", name_en="Bench", recipient_provinces=["42"])
    facts = {"action": action, "title": "测速", "source": "generated", "notice_on": day, "starts": day}
    facts["ends"] = day + datetime.timedelta(days=90)
    Batch.objects.create(number=1, published_at=timezone.now(), **facts)
    words = {"unit": "个", "unit_en": "posts", "rule": "每次计一次", "rule_en": "Each once"}
    indicator = Indicator.objects.create(code="posts", name="岗位", name_en="Posts", **words)
    for number in range(1, 7):
        one = Mechanism.objects.create(
            action=action, number=number, name=f"机制{number}", name_en=f"Mechanism {number}"
        )
        facts = {"name": f"类别{number}", "name_en": f"Kind {number}", "mechanism": one, "mode": "event"}
        made = ActivityKind.objects.create(code=f"kind{number}", **facts)
        KindIndicator.objects.create(kind=made, indicator=indicator, position=0)
    GraduateGroup.objects.create(code="all", name="全体", name_en="All")
    University.objects.bulk_create([school(0, "42"), school(0, "32")])
    for name, post in (("editor", {}), ("coordinator", {"university": University.objects.order_by("pk").first()})):
        user = User.objects.create_user(name, f"{name}@example.edu.cn")
        Membership.objects.create(user=user, role=name, **post)


def grow(pairs, activities):
    """Published pairs up to the number `pairs`, with that many activities in all states spread over them."""
    from django.db import connection, transaction

    from pairs.models import Batch, Pair, University

    there, batch = Pair.objects.count(), Batch.objects.get()
    universities = [school(number, place) for number in range(max(there, 1), pairs) for place in ("42", "32")]
    University.objects.bulk_create(universities)
    of = {(one.code[2:4], int(one.code[4:])): one for one in University.objects.all()}
    Pair.objects.bulk_create(
        pair(batch, number + 1, of["42", number], of["32", number]) for number in range(there, pairs)
    )
    all_pairs = list(Pair.objects.order_by("pk"))
    add_activities(all_pairs, activities)
    add_agreements(all_pairs[there:])
    add_snapshots()
    with transaction.atomic():
        totals.recount_all()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


STATES = (
    {"stage": "held", "status": "confirmed"},
    {"stage": "held", "status": "submitted"},
    {"stage": "held", "status": "returned", "reason": "测速"},
    {"stage": "planned", "status": "submitted"},
    {"stage": "planned", "status": "submitted", "passed": True},
    {"stage": "held", "status": "draft"},
)


def add_activities(pairs, wanted):
    from django.utils import timezone

    from accounts.models import User
    from activities.models import Activity, ActivityKind, Correction, Indicator, Measure

    user, now, today = User.objects.get(username="coordinator"), timezone.now(), timezone.localdate()
    kinds, indicator, made = list(ActivityKind.objects.all()), Indicator.objects.get(), []
    for number in range(Activity.objects.count(), wanted):
        facts = dict(STATES[number % len(STATES)])
        ahead = facts["stage"] == "planned" and not facts.pop("passed", False)
        day = today + datetime.timedelta(days=number % 80 + 1) * (1 if ahead else -1)
        facts |= {"public_since": now} if facts["stage"] == "planned" or facts["status"] == "confirmed" else {}
        facts |= {"confirmed_at": now, "confirmed_by": user} if facts["status"] == "confirmed" else {}
        # Every second one is of the first pair, so that its page and its coordinator's lists grow with the rest.
        where = pairs[0] if number % 2 else pairs[number // 2 % len(pairs)]
        side = "recipient" if number // len(STATES) % 2 else "supporter"
        facts |= {"pair": where, "kind": kinds[number % 6], "title": f"测速{number}", "side": side, "logged_by": user}
        made.append(Activity(starts_on=day, ends_on=day, submitted_at=now, version=1, **facts))
    made = Activity.objects.bulk_create(made, batch_size=500)
    held = [one for one in made if one.stage == "held"]
    Measure.objects.bulk_create((Measure(activity=one, indicator=indicator, value=3) for one in held), batch_size=500)
    fixed = [one for one in made if one.status == "confirmed"]
    facts = {"side": "supporter", "proposed_by": user, "reason": "测速", "values": {"title": "另一个"}}
    Correction.objects.bulk_create((Correction(activity=one, **facts) for one in fixed), batch_size=500)


def add_agreements(pairs):
    from django.utils import timezone

    from accounts.models import User
    from activities.models import Agreement, Commitment, Mechanism

    user, now, today = User.objects.get(username="coordinator"), timezone.now(), timezone.localdate()
    facts = {"side": "supporter", "drafted_by": user, "goals": "测速", "starts": today, "ends": today}
    made = Agreement.objects.bulk_create(Agreement(pair=one, accepted_at=now, edition=1, **facts) for one in pairs)
    Agreement.objects.bulk_create(Agreement(pair=one, edition=2, **facts) for one in pairs)
    Commitment.objects.bulk_create(
        Commitment(agreement=edition, mechanism=one, text="测速") for edition in made for one in Mechanism.objects.all()
    )


def add_snapshots():
    from django.utils import timezone

    from accounts.models import Membership, User
    from activities.models import EmploymentSnapshot, GraduateGroup
    from pairs.models import University

    user, group, today = User.objects.get(username="coordinator"), GraduateGroup.objects.get(), timezone.localdate()
    facts = {"group": group, "graduates": 4171, "employed": 3621, "reported_by": user}
    without = University.objects.filter(snapshots=None)
    EmploymentSnapshot.objects.bulk_create(
        EmploymentSnapshot(university=one, as_of=today - datetime.timedelta(days=days), **facts)
        for one in without
        for days in range(3)
    )
    people = User.objects.bulk_create(User(username=f"p{next(numbers)}", email="p@example.edu.cn") for _ in without)
    posts = zip(people, without, strict=True)
    Membership.objects.bulk_create(Membership(user=one, university=at, role="coordinator") for one, at in posts)


def measure(who, address, names):
    """For each database (queries, milliseconds of the quickest request); they take turns, as in pair_list."""
    found = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            switch(name)
            found[name] += requests(who, address)
    return [(found[name][0][0], min(took for _queries, took in found[name])) for name in names]


def requests(who, address):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    client = Client()
    if who != "stranger":
        client.force_login(User.objects.get(username=who))
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
        queries = len(asked)  # before the next request forgets them
    for _ in range(IN_A_TURN):
        begun = time.perf_counter()
        client.get(address)
        yield queries, (time.perf_counter() - begun) * 1000


def main():
    with tempfile.TemporaryDirectory() as folder:
        empty_portal(folder)
        from django.conf import settings
        from django.db import connection

        settings.STAFF_SECOND_FACTOR = False  # it is not what is measured
        prepare()
        grow(*SMALL)
        names = [keep_small(folder), connection.settings_dict["NAME"]]
        grow(*LARGE)
        print(f"{connection.vendor}: {SMALL} and {LARGE} published pairs and activities")
        asked = [(who, address) for who, addresses in ADDRESSES.items() for address in addresses]
        faults = [fault for who, address in asked for fault in compare(who, address, *measure(who, address, names))]
        connection.close()
    print(*(faults or ["all within the limits"]), sep="\n")
    return 1 if faults else 0


def compare(who, address, small, large):
    """Print the figures of one page; yields what is wrong with them."""
    times = f"{small[1]:6.1f} → {large[1]:6.1f} ms  × {large[1] / small[1]:5.2f}"
    print(f"{who:12} {address:42} {small[0]}/{large[0]} queries  {times}", flush=True)
    if large[0] > small[0] + MORE:
        yield f"{who} {address}: {small[0]} and {large[0]} queries; {MORE} more are allowed"


if __name__ == "__main__":
    sys.exit(main())
