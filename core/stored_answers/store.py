"""Where answers are kept: in the memory of each process, and behind it in a cache that processes share.

The memory holds answers of one version and day at a time, at most so many bytes of them, and lets go of what has not
been asked for longest. The shared cache is the one that CACHE_URL names; without it each process builds for itself.
"""

import hashlib
import threading
from collections import OrderedDict
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings

from core import metrics
from core.shared_cache import SHARED

SHARED_SECONDS = 24 * 3600
LARGEST_PART = 8  # an answer larger than this part of the room is not kept


class AnswerStore:
    """Answers by key, of which the first part is the state of the data: its version and the day."""

    def __init__(self):
        self.lock = threading.Lock()
        self.builds = {}  # place → [lock, how many wait or build]
        self.clear()

    def clear(self):
        self.state, self.answers, self.size = None, OrderedDict(), 0

    def get(self, state, place):
        """The answer of `place` in that state of the data; None when it must be built."""
        with self.lock:
            if state == self.state and place in self.answers:
                self.answers.move_to_end(place)
                metrics.STORED_ANSWERS.labels("memory").inc()
                return self.answers[place]
        if (answer := shared("get", state, place)) is not None:
            metrics.STORED_ANSWERS.labels("shared").inc()
            self.keep(state, place, answer)
        return answer

    def put(self, state, place, answer):
        if self.keep(state, place, answer):
            shared("set", state, place, answer, SHARED_SECONDS)

    def keep(self, state, place, answer):
        """Keep an answer in memory; False when it is too large."""
        room = settings.STORED_ANSWERS_MB * 1024 * 1024
        if answer.size * LARGEST_PART > room:
            return False
        with self.lock:
            if state != self.state:
                self.clear()
                self.state = state
            self.size += answer.size - (self.answers[place].size if place in self.answers else 0)
            self.answers[place] = answer
            self.answers.move_to_end(place)
            while self.size > room:
                self.size -= self.answers.popitem(last=False)[1].size
        return True

    @contextmanager
    def building(self, place):
        """One at a time for each place; gives whether somebody else was building it, so that it may be there now."""
        with self.lock:
            build = self.builds.setdefault(place, [threading.Lock(), 0])
            build[1] += 1
            has_waited = build[1] > 1
        try:
            with build[0]:
                yield has_waited
        finally:
            with self.lock:
                build[1] -= 1
                if not build[1]:
                    del self.builds[place]


STORE = AnswerStore()


def shared(method, state, place, *values):
    """What the shared cache answers of a place; None where there is none."""
    return SHARED.ask(method, shared_key(state, place), *values) if SHARED.is_set_up() else None


def shared_key(state, place):
    """The same for processes of the same release and settings only."""
    return hashlib.sha256(repr((release(), settings.SITE, state, place)).encode()).hexdigest()


@cache
def release():
    """Changes with every file of the code, its templates and its translations."""
    files = (path for path in Path(settings.BASE_DIR).glob("*/**/*") if path.suffix in (".py", ".html", ".mo", ".css"))
    own = (path for path in files if not path.relative_to(settings.BASE_DIR).parts[0].startswith((".", "tests")))
    facts = sorted((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in own)
    return hashlib.sha256(repr(facts).encode()).hexdigest()
