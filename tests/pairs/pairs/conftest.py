"""Universities and pairs to test with."""

from tests.support.public_cast import *  # noqa: F403
from tests.support.universities import *  # noqa: F403
