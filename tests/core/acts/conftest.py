"""An action with one batch, four schools on either side, and two pairs that acts are carried out on."""

import pytest

from core.acts import kinds
from pairs.models import Pair
from tests.support.casts.lists import *  # noqa: F403


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """A kind of act of the tests' own."""
    monkeypatch.setattr(kinds, "KINDS", kinds.KINDS)
    monkeypatch.setitem(kinds.KINDS, "test", kinds.Kind("test", "Test act"))


@pytest.fixture
def pairs(batch, schools):
    names = ["湖北甲学院", "江苏子大学"], ["湖北乙学院", "江苏丑大学"]
    return [
        Pair.objects.create(batch=batch, serial=serial, recipient=schools[one], supporter=schools[other])
        for serial, (one, other) in enumerate(names, 1)
    ]
