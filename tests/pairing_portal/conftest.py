"""The cast of the running action, and a small action of its own."""

from tests.support.casts.other_action import *  # noqa: F403
from tests.support.casts.running_action import *  # noqa: F403
