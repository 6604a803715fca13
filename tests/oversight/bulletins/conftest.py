"""A season of activities, and a bulletin drafted of it."""

import pytest

from tests.support.factories.ministry_season import Season


@pytest.fixture
def world(db):
    return Season()


@pytest.fixture
def draft(world, rita, sam, editor):
    world.the_six(rita, sam)
    return world.drafted_bulletin(editor)
