import pytest

from public.packages import building
from tests.support.replay import replayed


@pytest.fixture
@replayed
def built(published):
    """The package of the published data."""
    return building.build()
