"""A small batch for the admin, and the editor of all other tests."""

from tests.conftest import editor  # noqa: F401
from tests.support.casts.admin import *  # noqa: F403
