"""A small batch for the admin."""

from tests.support.casts.admin import *  # noqa: F403
