"""However deep a page is written, its calls do not ask the system for memory again and again."""

import resource

import pytest

from core.frame_room import roomy

CALLS, DEEPEST = 1_000, 150  # a piece of 16 KB holds some hundred small frames


def nothing():
    pass


def pieces_asked_for(depth):
    """How often memory was newly touched while a function was called again and again, so many calls deep."""
    if depth:
        return pieces_asked_for(depth - 1)
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _time in range(CALLS):
        nothing()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


@pytest.mark.parametrize("above", [0, 40, 80])
def test_at_no_depth_each_call_asks_the_system_for_memory(above):
    def page(_request):
        return max(map(pieces_asked_for, range(DEEPEST)))

    def called(depth):
        return called(depth - 1) if depth else roomy(page)(None)

    assert called(above) < CALLS / 10
