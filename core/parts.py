"""Parts of public pages that many addresses share: written once for each version of the public data and language.

A part is a template that is told its facts and nothing else. It has no request, so it cannot hold what belongs to one
reader; and it is kept under all that it was told, so that no fact can be forgotten. Only public pages may ask for one:
what they tell it must be public.
"""

from datetime import date

from django.db.models import Model
from django.template.loader import get_template
from django.utils.translation import get_language

from core.version_facts import VersionFacts

PARTS = VersionFacts(5_000)  # some kilobytes each
PLAIN = (str, int, date, type(None))


def part(template, **facts):
    """The template with these facts as HTML; they may be read lazily, which is spared where the part is there."""
    return PARTS.of_now()(key(template, facts), lambda: get_template(template).render(facts))


def rows(template, keys, name, read, **alike):
    """A row of HTML by each of `keys`, in their order: the template is told one record as `name`.

    `read(keys)` gives the records by key, of those whose rows are not there yet; what it does not know has no row.
    `alike` are facts that all rows are told.
    """
    places = {one: key(template, {**alike, name: one}) for one in keys}

    def write(missing):
        records, row = read([one for one in keys if places[one] in missing]), get_template(template)
        return {places[one]: row.render({name: record, **alike}) for one, record in records.items()}

    found = PARTS.many_of_now(places.values(), write)
    return {one: found[place] for one, place in places.items() if place in found}


def key(template, facts):
    return (template, get_language(), *((name, identity(value)) for name, value in sorted(facts.items())))


def identity(value):
    """What tells a fact from others: its value, or which record it is; other objects say it by `part_key`."""
    if isinstance(value, PLAIN):
        return value
    return (type(value).__name__, value.pk if isinstance(value, Model) else value.part_key)
