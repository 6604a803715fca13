"""Universities and pairs to test with."""

from tests.support.casts.public import *  # noqa: F403
from tests.support.casts.universities import *  # noqa: F403
