"""An action with one batch and four schools on either side."""

from tests.support.casts.lists import *  # noqa: F403
