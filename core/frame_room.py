"""Middleware: whatever is called to build a page finds room for its frames in one piece of memory.

Python keeps the frames of calls in pieces of 16 KB. Where one ends just below a loop, each call in that loop asks the
system for another and gives it back at once. Templates call deep, so that a page took up to two thirds longer, and by
chance: for where in its piece it stood.
"""

from core.middleware import middleware

WORDS = 16_000  # of eight bytes, the size of one frame; Python makes it a piece of 256 KB, half of which is left


def with_room(function):
    """A decorator: a frame of `function` claims so many words that a new piece begins with it; none is written to."""
    function.__code__ = function.__code__.replace(co_stacksize=WORDS)
    return function


@middleware
@with_room
def roomy(get_response, request):
    return get_response(request)
