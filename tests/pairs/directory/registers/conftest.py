"""Universities, and a small batch for the admin."""

from tests.support.admin_cast import *  # noqa: F403
