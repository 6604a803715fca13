"""What was read or added up from the data of one version: kept in this process until the version moves.

A page is stored as a whole under its address. This is for what many addresses share: each page, language and file of
the statistics asks for the same sums.
"""

from collections import OrderedDict
from functools import wraps
from threading import Lock

from django.db import router
from django.utils import timezone
from django.utils.translation import get_language

from core import data_version


class VersionFacts:
    """Facts by their keys, the `most` that were asked for last; those of another version or day are forgotten."""

    def __init__(self, most):
        self.most, self.lock = most, Lock()
        self.clear()

    def clear(self):
        self.state, self.facts = None, OrderedDict()

    def of_now(self):
        """The facts of the version that this transaction reads, as a function of a key and of how to find it out."""
        state = self._state()

        def fact(key, find):
            return self._found(state, [key], lambda _missing: {key: find()})[key]

        return fact

    def many_of_now(self, keys, find):
        """The facts of that version, by key; `find` is asked for those not known, and may leave some out."""
        return self._found(self._state(), keys, find)

    @staticmethod
    def _state():
        return (data_version.current(router.db_for_read(data_version.DataVersion)), timezone.localdate())

    def _found(self, state, keys, find):
        with self.lock:
            known = {key: self.facts[state, key] for key in keys if (state, key) in self.facts}
            for key in known:
                self.facts.move_to_end((state, key))
        if missing := [key for key in keys if key not in known]:
            known |= (new := find(missing))
            self._keep(state, new)
        return known

    def _keep(self, state, new):
        with self.lock:
            if state != self.state:
                self.state, self.facts = state, OrderedDict()
            for key, found in new.items():
                self.facts[state, key] = found
            while len(self.facts) > self.most:
                self.facts.popitem(last=False)


FACTS = VersionFacts(1_000)


def once_a_version(read):
    """A decorator for a function that reads public data alone: called when they have changed, in each language."""

    @wraps(read)
    def answer():
        return FACTS.of_now()((read, get_language()), read)

    return answer
