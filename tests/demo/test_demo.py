"""make demo makes a running action that is made up: what it promises holds on every day, for every size and seed."""

import datetime
import os

import pytest

from demo import build
from demo.frozen_time import standing_at
from demo.scheduler import moment
from tests.support.assertions.demo import PROMISES

pytestmark = pytest.mark.django_db
SIZES = {1: 1, 2: 12, 3: 3}
PACE = 0.1  # what is never left to chance is told in full
# The soak asks on so many days, one after the other, with another seed, size, pace and time of day each; every run
# asks on one of them, a 29 February.
FIRST, DAYS = datetime.date(2027, 2, 1), 400
SOME = (393,)
TIMES = [(0, 1), (23, 59), (12, 0), (8, 30), (18, 10)]


def broken(until, seed=1, sizes=SIZES, pace=PACE):
    """The promises that a demonstration made as of `until` does not hold, as {name: why}."""
    why = {}
    with standing_at(until):
        build.make(seed, until, sizes, pace)
        for promise in PROMISES:
            try:
                promise()
            except AssertionError as error:
                why[promise.__name__] = str(error)
    return why


@pytest.mark.parametrize("number", range(DAYS) if os.environ.get("SOAK") else SOME)
def test_it_holds_what_it_promises(number):
    until = moment(FIRST + datetime.timedelta(days=number), *TIMES[number % len(TIMES)])
    sizes = {1: 1 + number % 3, 2: 12 + number % 5, 3: 3 + number % 4}
    assert broken(until, number, sizes, pace=number % 4 / 10) == {}


def test_it_refuses_a_size_that_not_every_story_would_fit():
    with pytest.raises(ValueError, match="from"):
        build.make(sizes={1: 1, 2: 11, 3: 3})
