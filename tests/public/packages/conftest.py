import pytest

from public.packages import building


@pytest.fixture
def built(published):
    """The package of the published data."""
    return building.build()
