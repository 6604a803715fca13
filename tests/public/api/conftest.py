"""A running action that has something of everything, and short words for asking the API."""

import pytest

from activities.agreements import workflow
from tests.support.casts.public import *  # noqa: F403
from tests.support.casts.running_action import *  # noqa: F403
from tests.support.factories.activities import day


@pytest.fixture
def running(world, rita, sam):
    """An agreement in force with a commitment, and a confirmed activity."""
    world.confirmed(rita, sam, title="公开的活动", measures={"posts": 20})
    promise = {"mechanism": world.jobs, "text": "提供一百个岗位", "indicator": world.posts, "target": 100}
    drafted = workflow.draft(rita, world.pair, "帮助就业", day(-30), day(60), [promise])
    workflow.accept(workflow.accept(drafted, rita), sam)
    return world


@pytest.fixture
def ask(client):
    """What the API says at an address, which is OK unless another status is expected."""

    def asked(path, status=200, **headers):
        response = client.get(path, headers=headers)
        assert response.status_code == status, response.content.decode()
        return response.json()

    return asked
