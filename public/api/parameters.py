"""What an address of the API asks for; whatever it does not know is refused, all of it at once."""

from functools import cached_property

from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from core.numbers import MAX_STORED, whole_number
from core.version_facts import FACTS
from opendata.api.paging import LIMIT, MOST
from opendata.api.problems import ProblemError, in_both

PAGING = ("after", "limit")
UNKNOWN = _("This resource does not know this parameter; “known” lists what it knows.")
TWICE = _("This parameter is given more than once.")
EMPTY = _("This parameter has no value; give one or leave it out.")
NO_MARK = _("This does not mark a page; take it from “next” or “previous” of an answer.")
NO_LIMIT = _("A page has from 1 to 100 rows.")
LONGEST = 100  # characters of a value that an error repeats


def fault(query, name, text, **known):
    """One error, with the parameter and its value."""
    return {"parameter": name[:LONGEST], "value": query.get(name, "")[:LONGEST], **in_both(text), **known}


def wrong_names(query, known):
    """An error for each parameter that is not among the `known`, is given twice, or has no value."""
    for name, values in query.lists():
        if name not in known:
            yield fault(query, name, UNKNOWN, known=[*known])
        elif len(values) > 1:
            yield fault(query, name, TWICE)
        elif not values[0]:
            yield fault(query, name, EMPTY)


def refuse(names, values):
    """Problem where there are errors in `names` or `values`; of one parameter, what is wrong with its name comes first.

    Whoever leaves a value out is told that alone, not also that nothing is no number.
    """
    named = {error["parameter"] for error in names}
    if errors := [*names, *(error for error in values if error["parameter"] not in named)]:
        raise ProblemError(400, errors=errors)


def takes_none(query):
    """Problem where an address that takes no parameters has some."""
    refuse([*wrong_names(query, ())], [])


class Asked:
    """The part of a table that an address asks for; ProblemError with all that is wrong with it."""

    def __init__(self, resource, query):
        self.resource, self.query = resource, query
        after, limit = query.get("after", "0"), query.get("limit", str(LIMIT))
        self.after = whole_number(after, at_most=MAX_STORED)
        self.limit = whole_number(limit, at_least=1, at_most=MOST)
        refuse([*wrong_names(query, resource.parameters)], [*self.wrong_paging(), *self.wrong_values()])

    @cached_property
    def listing(self):
        """The list with its filters; None for a table that has none."""
        filters = self.resource.table.filters
        return filters(self.query) if filters else None

    @property
    def records(self):
        return self.listing.qs if self.listing else self.resource.table.records()

    def count(self):
        """How many rows there are in all; counted once for the pages of one list."""
        asked = {name: text for name, text in self.query.items() if name not in PAGING and text}
        if set(asked) & set(self.resource.free):
            return self.records.order_by().count()
        key = ("count", self.resource.name, *sorted(asked.items()))
        return FACTS.of_now()(key, self.records.order_by().count)

    def wrong_paging(self):
        if self.after is None:
            yield fault(self.query, "after", NO_MARK)
        if self.limit is None:
            yield fault(self.query, "limit", NO_LIMIT)

    def wrong_values(self):
        if not self.listing:
            return
        for name, errors in self.listing.form.errors.as_data().items():
            choices = getattr(self.listing.form.fields[name], "choices", None)
            known = {"known": [value for value, _label in choices if value]} if choices else {}
            for error in errors:
                yield fault(self.query, name, Messages(error), **known)

    def address(self, place, mark):
        """The address of the same list from a mark on; None without one."""
        if mark is None:
            return None
        asked = {name: text for name, text in self.query.items() if name != "after" and text}
        query = urlencode(asked | ({"after": mark} if mark else {}))
        return place.list(self.resource.name) + (f"?{query}" if query else "")


class Messages:
    """The texts of a ValidationError, in the language in which they are read."""

    def __init__(self, error):
        self.error = error

    def __str__(self):
        return " ".join(self.error.messages)
