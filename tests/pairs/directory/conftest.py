"""Universities to test with."""

from tests.support.universities import *  # noqa: F403
