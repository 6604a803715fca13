"""A season of activities for whoever reads the statistics."""

import pytest

from tests.support.factories.documented_activities import a_season
from tests.support.replay import replayed


@pytest.fixture
@replayed
def season(world):
    return a_season(world)
