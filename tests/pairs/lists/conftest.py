"""An action with one batch and four schools on either side."""

from tests.support.list_fixtures import *  # noqa: F403
