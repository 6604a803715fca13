"""Casts of the public pages."""

from tests.support.casts import *  # noqa: F403
from tests.support.other_action import *  # noqa: F403
from tests.support.public_cast import *  # noqa: F403
