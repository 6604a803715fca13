"""The cast of the running action that is made up for tests."""

from tests.activities.conftest import (
    cast,
    former,
    officer,
    officer_elsewhere,
    olga,
    outsiders,
    rita,
    rob,
    sam,
    switched_off,
    world,
)

__all__ = [
    "cast",
    "former",
    "officer",
    "officer_elsewhere",
    "olga",
    "outsiders",
    "rita",
    "rob",
    "sam",
    "switched_off",
    "world",
]
