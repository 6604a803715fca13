"""The areas of the public data, each with a version of its own: the tables of one feature, as `pairs.directory`.

What was written or added up stays good while no area changes that was read for it. Which these are is seen at the
connection, so that nothing has to be declared: an activity that is confirmed leaves the rows of universities.
"""

import re
from functools import cache, lru_cache
from hashlib import sha256

from django.apps import apps

from core.substrings import TERMS

EVERYTHING = ""  # the area of what cannot be told: a change there changes all, and who reads it has read all

WORDS = re.compile(r"\w+")
SOURCES = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)', re.IGNORECASE)
# Further tables behind a comma, as Django never writes them; the list of tables ends where a clause or bracket begins.
LISTED = re.compile(
    r"\bFROM\s(?:(?!\b(?:WHERE|GROUP|HAVING|WINDOW|ORDER|LIMIT|UNION|SELECT)\b)[^(),])*,", re.IGNORECASE
)
WRITTEN = re.compile(
    r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(?P<table>\w+)', re.IGNORECASE
)


@cache
def areas():
    """The area of each table that a model has, and of its indexes, which SQLite keeps as tables where text is searched.

    A history belongs to what it tells of.
    """
    found = {}
    for model in apps.get_models(include_auto_created=True):
        area = getattr(model, "instance_type", model).__module__.partition(".models")[0]
        indexes = [f"{index.name}{part}" for index in model._meta.indexes for part in ("", TERMS)]
        found |= dict.fromkeys([model._meta.db_table, *indexes], area)
    return found


def area_of(table):
    return areas().get(table, EVERYTHING)


@cache
def edition():
    """What tells these areas from those of another version of the portal, in which a table may belong elsewhere."""
    return sha256(repr(sorted(areas().items())).encode()).hexdigest()[:8]


def stored(area):
    """An area as the version of the data names it."""
    return f"{area} {edition()}" if area else EVERYTHING


def of_stored(name):
    """The area that is named so; what another version of the portal has written, which runs beside, is everything."""
    area, _blank, of = name.partition(" ")
    return area if of == edition() else EVERYTHING


@lru_cache(maxsize=512)  # a page asks the same statements again
def areas_read(sql):
    """The areas that a statement reads; every table it names counts, and one that no model has counts as everything."""
    known, words = areas(), set(WORDS.findall(sql))
    is_clear = known.keys() >= set(SOURCES.findall(sql)) and not LISTED.search(sql)
    return frozenset({known[word] for word in words & known.keys()} | (set() if is_clear else {EVERYTHING}))


def table_written(sql):
    """The one table that a statement writes; None where that cannot be told."""
    found = WRITTEN.match(sql)
    return found["table"] if found and not is_several(sql) else None


def area_written(sql):
    return area_of(table_written(sql))


def is_several(sql):
    """Whether there may be several statements in one, of which only the first would be looked at."""
    return ";" in sql.rstrip().removesuffix(";")
