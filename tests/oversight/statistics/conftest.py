"""A season of activities for whoever reads the statistics."""

import pytest

from tests.support.factories.documented_activities import a_season


@pytest.fixture
def season(world):
    return a_season(world)
