"""A short season that public sources document, made up for tests."""

import datetime

from activities.activities.models import totals
from activities.models import Activity
from pairs.models import Milestone

MARCH, MAY = datetime.date(2020, 3, 9), datetime.date(2020, 5, 20)


def documented(pair, kind, ends_on, measures=None):
    """An activity that counts, because a public source documents it."""
    facts = {"stage": "held", "status": "confirmed", "source": "https://example.org/"}
    held = Activity.objects.create(pair=pair, kind=kind, ends_on=ends_on, starts_on=ends_on, **facts)
    for indicator, value in (measures or {}).items():
        held.measures.create(indicator=indicator, value=value)
    totals.recount(pair)
    return held


def a_season(world):
    """Two fairs, a lecture and a report of the first pair, in March and May; nothing of the other pair."""
    documented(world.pair, world.fair, MARCH, {world.posts: 10, world.signed: 0})
    documented(world.pair, world.fair, MAY, {world.posts: 5})
    documented(world.pair, world.lecture, MAY, {world.lectures: 2})
    documented(world.pair, world.matching, MAY, {world.signed: 40})
    return world


def milestone(pair, kind, on=None, stated_as_of=None):
    Milestone.objects.create(pair=pair, kind=kind, on=on, stated_as_of=stated_as_of, source="tests")
