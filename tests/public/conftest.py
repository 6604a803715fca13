"""Casts of the public pages."""

from tests.support.casts.other_action import *  # noqa: F403
from tests.support.casts.public import *  # noqa: F403
from tests.support.casts.running_action import *  # noqa: F403
