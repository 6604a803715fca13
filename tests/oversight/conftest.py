"""The cast of the running action that is made up for tests."""

from tests.support.casts.running_action import *  # noqa: F403
