"""Universities to test with."""

from tests.support.casts.universities import *  # noqa: F403
