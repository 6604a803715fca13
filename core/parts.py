"""Parts of public pages that many addresses share: written once for each version of the public data and language.

A part is a template that is told its facts and nothing else. It has no request, so it cannot hold what belongs to one
reader; and it is kept under all that it was told, so that no fact can be forgotten. Only public pages may ask for one:
what they tell it must be public.

Told plain values alone, a part knows nothing but these and what it reads itself: whatever had been read to find the
values, it is kept until they are others, or what it reads changes. So a row that says how much was done outlives what
is done elsewhere.
"""

from datetime import date, time

from django.db.models import Model
from django.template import Context, Node
from django.template.base import token_kwargs
from django.template.loader import get_template
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from core.version_facts import VersionFacts, is_made_of

PARTS = VersionFacts(5_000)  # some kilobytes each
PLAIN = (str, int, date, time, type(None))


def part(template, **facts):
    """The template with these facts as HTML; they may be read lazily, which is spared where the part is there."""
    return kept(key(template, facts), facts, lambda: get_template(template).render(facts))


def kept(place, facts, write):
    """What `write` says, which knows `facts` alone, by the key that tells it from other parts."""
    return PARTS.by_itself(place, write) if are_plain(facts.values()) else PARTS.of_now()(place, write)


def rows(template, keys, name, read, **alike):
    """A row of HTML by each of `keys`, in their order: the template is told one record as `name`.

    `read(keys)` gives the records by key, of those whose rows are not there yet; what it does not know has no row, and
    that of None is empty. `alike` are facts that all rows are told.
    """
    places = {one: key(template, {**alike, name: one}) for one in keys}
    return _rows(template, places, name, read, alike)


def rows_of_values(template, values, name, read, **alike):
    """The same for rows that stand for plain values, given by key: each is kept until its own are others.

    `read(values)`, given those of the missing rows, knows nothing but these and what it reads itself. TypeError for
    values or facts that are not plain.
    """
    if not are_plain([*values.values(), *alike.values()]):
        raise TypeError(f"rows by {template} are told more than plain values")
    places = {one: key(template, {**alike, name: (one, told)}) for one, told in values.items()}
    return _rows(template, places, name, lambda keys: read({one: values[one] for one in keys}), alike, by_itself=True)


def _rows(template, places, name, read, alike, **how):
    def write(keys):
        records, found = read(keys), {}
        row, context = get_template(template).template, Context(alike)
        with context.bind_template(row):
            for one, record in records.items():
                with context.push(**{name: record}):
                    found[one] = "" if record is None else row.render(context)
        return found

    return by_key(places, write, **how)


def by_key(places, find, **how):
    """What `find` says of each of the keys of `places`, which name it among all that is kept; it is told the missing
    ones, and may leave some out.
    """

    def missing(names):
        names = {*names}
        return {places[one]: fact for one, fact in find([one for one in places if places[one] in names]).items()}

    found = PARTS.many_of_now(places.values(), missing, **how) if places else {}
    return {one: found[place] for one, place in places.items() if place in found}


class KeptNode(Node):
    """What stands between `{% keep name=fact %}` and `{% endkeep %}`: a part that is written where it belongs.

    With `as variable` at its end it is written here and stands where the variable does: before a page reads what
    changes more often.
    """

    def __init__(self, nodelist, facts, variable):
        self.nodelist, self.facts, self.variable = nodelist, facts, variable

    def render(self, context):
        facts = {name: fact.resolve(context) for name, fact in self.facts.items()}
        text = kept(key(self, facts), facts, lambda: self._written(facts, context.template))
        if not self.variable:
            return text
        context[self.variable] = text
        return ""

    def _written(self, facts, template):
        context = Context(facts)
        with context.bind_template(template):
            return self.nodelist.render(context)


def keep(parser, token):
    _name, *rest = token.split_contents()
    facts = token_kwargs(rest, parser)
    nodelist = parser.parse(["endkeep"])
    parser.delete_first_token()
    return KeptNode(nodelist, facts, rest[-1] if rest else "")


class Later(SimpleLazyObject):
    """A fact that is read when a part that is told of it has to be written; `part_key` is what tells it from others."""

    def __init__(self, part_key, read):
        super().__init__(read)
        self.__dict__["part_key"] = part_key


def later(key, **reads):
    """A Later by its name for each way to read something of the record with this key."""
    return {name: Later((name, key), read) for name, read in reads.items()}


def key(template, facts):
    return (template, get_language(), *((name, identity(value)) for name, value in sorted(facts.items())))


def identity(value):
    """What tells a fact from others: its value, or which record it is; other objects say it by `part_key`."""
    if type(value) is Later:  # which would be read by any other question
        return vars(value)["part_key"]
    if isinstance(value, PLAIN) or (isinstance(value, tuple) and are_plain(value)):
        return value
    return (type(value).__name__, value.pk if isinstance(value, Model) else value.part_key)


def are_plain(facts):
    """Whether some facts are plain values; what is read later is not asked, which would read it."""
    return all(type(fact) is not Later and is_made_of(fact, PLAIN) for fact in facts)
