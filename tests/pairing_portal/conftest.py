"""The cast of the running action, and a small action of its own."""

from tests.support.casts import *  # noqa: F403
from tests.support.other_action import *  # noqa: F403
