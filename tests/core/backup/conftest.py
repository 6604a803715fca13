"""Backups of the test database."""

import pytest

from tests.support.casts.backups import as_in_production, media, portal_of_tests
from tests.support.factories.everything import Everything

__all__ = ["as_in_production", "media", "portal_of_tests"]


@pytest.fixture
def everything(portal_of_tests):
    """One of everything, with files."""
    return Everything()
