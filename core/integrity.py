"""What must hold of everything that is kept: asked after a backup was restored, before it is called good."""

from typing import NamedTuple

CHECKS = {}  # name → function


class IntegrityProblem(NamedTuple):
    """What does not hold: of which file or record, and in words."""

    subject: str
    sentence: str


def integrity_check(name):
    """Decorator: an app's own check under a name for records; it is called without arguments, and yields problems."""

    def register(function):
        CHECKS[name] = function
        return function

    return register


def problems():
    """Every problem that any check finds."""
    for check in CHECKS.values():
        yield from check()
