"""What was read or added up from the data of one version: kept in this process until what was read for it changes.

A page is stored as a whole under its address. This is for what many addresses share: each page, language and file of
the statistics asks for the same sums. A fact is kept until one of the areas changes that were read for it
(core/data_areas.py). Records read more when they are used, and keep it: each who asks gets his own. Whatever else is
not plain is kept until anything changes.
"""

import pickle
from collections import OrderedDict
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from functools import wraps
from itertools import chain
from threading import Lock
from typing import NamedTuple

from django.db import connections, models
from django.utils import timezone
from django.utils.translation import get_language

from core import data_version
from core.data_areas import EVERYTHING

from .snapshots import opened_snapshot

PLAIN = (str, int, float, Decimal, date, time, timedelta, type(None))
HOLDERS = (list, tuple, set, frozenset)


def is_made_of(value, kinds):
    """Whether a value, and whatever it holds, is of these kinds.

    Of a class of one's own only what can hold nothing but its fields: `dataclass(frozen=True, slots=True)`.
    """
    if isinstance(value, kinds):
        return True
    if isinstance(value, dict):
        held = chain(value.keys(), value.values())
    elif isinstance(value, HOLDERS):
        held = value
    elif is_dataclass(value) and value.__dataclass_params__.frozen and not hasattr(value, "__dict__"):
        held = (getattr(value, field.name) for field in fields(value))
    else:
        return False
    return all(isinstance(one, kinds) or is_made_of(one, kinds) for one in held)


class Records:
    """Records with what was read of them until now; `value` is a copy of one's own."""

    def __init__(self, value):
        self.kept = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)

    @property
    def value(self):
        return pickle.loads(self.kept)


def value_of(kept):
    return kept.value if isinstance(kept, Records) else kept


class KnownFact(NamedTuple):
    """`value` was found out when the data and the day stood so, from nothing but what these areas hold."""

    value: object
    areas: frozenset
    versions: dict
    day: object


class Moment:
    """How data and day stand for the transaction at hand.

    What may have flowed into a fact is whatever was read in the snapshot up to then; without a snapshot it is not
    known, and may be everything.
    """

    def __init__(self):
        source = data_version.public_source()
        self.versions, self.day = data_version.by_area(source), timezone.localdate()
        self.connection = connections[source]
        self.snapshot = opened_snapshot(self.connection)

    def holds(self, fact):
        """Whether what is known still stands."""
        if EVERYTHING in fact.areas:
            return (fact.day, fact.versions) == (self.day, self.versions)
        areas = (EVERYTHING, *fact.areas)
        return fact.day == self.day and all(fact.versions.get(one) == self.versions.get(one) for one in areas)

    def found_out(self, find, keys, by_itself=False):
        """What `find` says of `keys`, also as KnownFacts; `by_itself` it is told nothing that was read before."""
        if self.snapshot is None:
            return self._told(find(keys))
        before = {*self.snapshot.areas}
        if by_itself:
            self.snapshot.areas = set()
        try:
            return self._told(find(keys))
        finally:
            self.snapshot.areas |= before

    def _told(self, found):
        return found, {key: self._new(value) for key, value in found.items()}

    def _new(self, value):
        is_open = self.snapshot and self.snapshot is opened_snapshot(self.connection)
        areas = (is_open and self.snapshot.areas) or {EVERYTHING}  # who has read nothing was perhaps not watched
        if not is_made_of(value, PLAIN):
            if is_made_of(value, (*PLAIN, models.Model)):
                value = Records(value)
            else:
                areas = {EVERYTHING}
        fact = KnownFact(value, frozenset(areas), self.versions, self.day)
        self.uses(fact)
        return fact

    def uses(self, fact):
        """Whatever is made of a fact is made of what that was made of."""
        if self.snapshot:
            self.snapshot.areas |= fact.areas


class VersionFacts:
    """Facts by their keys, the `most` that were asked for last; those of another version or day are found out anew."""

    def __init__(self, most):
        self.most, self.lock = most, Lock()
        self.clear()

    def clear(self):
        self.facts = OrderedDict()

    def once_a_version(self, read):
        """A decorator for a function that reads public data alone: called when they have changed, in each language.

        What it is given are plain values: it knows nothing but these and what it reads itself.
        """

        @wraps(read)
        def answer(*given):
            if not is_made_of(given, PLAIN):
                raise TypeError(f"{read.__qualname__} is given more than plain values")
            return self.by_itself((read, get_language(), *given), lambda: read(*given))

        return answer

    def of_now(self, **how):
        """The facts of the version that this transaction reads, as a function of a key and of how to find it out.

        With `by_itself` whatever finds one knows nothing but its key.
        """
        moment = Moment()

        def fact(key, find):
            return self._found(moment, [key], lambda _missing: {key: find()}, **how)[key]

        return fact

    def many_of_now(self, keys, find, **how):
        """The facts of that version, by key; `find` is asked for those not known, and may leave some out.

        With `by_itself` it knows nothing but their keys.
        """
        return self._found(Moment(), keys, find, **how)

    def by_itself(self, key, find):
        """The fact of now by its key, which is all that `find` knows."""
        return self.of_now(by_itself=True)(key, find)

    def _found(self, moment, keys, find, **how):
        with self.lock:
            known = {key: self.facts[key] for key in keys if key in self.facts and moment.holds(self.facts[key])}
            for key, fact in known.items():
                self.facts.move_to_end(key)
                moment.uses(fact)
        told = {key: value_of(fact.value) for key, fact in known.items()}
        if missing := [key for key in keys if key not in known]:
            found, new = moment.found_out(find, missing, **how)
            self._keep(new)
            told |= found
        return told

    def _keep(self, new):
        with self.lock:
            for key, fact in new.items():
                self.facts[key] = fact
                self.facts.move_to_end(key)
            while len(self.facts) > self.most:
                self.facts.popitem(last=False)


FACTS = VersionFacts(1_000)
once_a_version = FACTS.once_a_version
