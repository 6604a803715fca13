"""Every page and file asks the same number of queries at 10 and at 1,000 activities; benchmarks/desk.py has 10,000."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.activities.models import totals
from activities.models import Activity, Measure
from tests.support.factories.activities import day
from tests.support.queries import without_version

PATHS = [
    "/activities/",
    "/en/activities/?q=招聘&mechanism=1&state=held&province=42&sort=pair",
    "/activities.csv",
    "/pairs/1-1/",
    "/actions/made-up/mechanisms/1/",
    "/",
    "/universities/4142000001/",
]


def logged(world, rita, number):
    """`number` confirmed activities of both pairs, each with two figures; the first two are coming events instead."""
    held = {"stage": "held", "status": "confirmed", "starts_on": day(-1), "ends_on": day(-1)}
    coming = {"stage": "planned", "status": "submitted", "starts_on": day(3), "ends_on": day(3)}
    whose = {"kind": world.fair, "side": "recipient", "logged_by": rita, "public_since": timezone.now()}
    pairs = [world.pair, world.other_pair]
    made = Activity.objects.bulk_create(
        Activity(pair=pairs[n % 2], title=f"招聘{n}", **whose, **(coming if n < 2 else held)) for n in range(number)
    )
    figures = [world.posts, world.signed]
    confirmed = [activity for activity in made if activity.stage == "held"]
    Measure.objects.bulk_create(Measure(activity=a, indicator=i, value=1) for a in confirmed for i in figures)
    totals.recount_all()


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return without_version(captured)


def test_as_many_queries_at_ten_as_at_a_thousand(client, world, rita):
    logged(world, rita, 10)
    few = {path: queries(client, path) for path in PATHS}
    logged(world, rita, 990)
    assert {path: queries(client, path) for path in PATHS} == few
    assert max(few.values()) <= 30
