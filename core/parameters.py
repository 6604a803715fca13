"""What the address of a public view may be asked for: its view names the parameters it knows.

Only known ones lead to another answer. Unknown ones are taken away before a page reads its address; files and the API,
which are `strict`, refuse them: whoever asks for a part by a name that was mistyped would otherwise take the whole for
it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps

import opendata
from opendata.responses import PAGE

IN_ADDRESS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # signs that no text of an address holds


def is_unreadable(asked, signs=IN_ADDRESS):
    """True when a name or a value of the query holds such a sign."""
    return any(signs.search(text) for name, texts in asked.lists() for text in (name, *texts))


@dataclass(frozen=True)
class Parameters:
    """The names that a view knows; those of `free` hold whatever a person types, so that no such answer is stored.

    `state` tells what else an answer depends on, besides the public data: it is no longer served when that has changed.
    """

    names: frozenset = frozenset()
    free: frozenset = frozenset()
    strict: bool = False
    limited: bool = False  # how many answers are built for one address: core/limits.py
    state: Callable | None = None


NONE = Parameters()


def accepts(*names, free=(), strict=False):
    """A decorator for views: their addresses know these parameters and no other; `strict` ones refuse the others."""

    def decorate(view):
        @wraps(view)
        def asked(request, *args, **kwargs):
            find_problems = partial(opendata.unknown_names, request.GET, names) if strict else list
            if find_problems():
                return opendata.refuse(kwargs.get("form"), find_problems)
            return view(request, *args, **kwargs)

        asked.parameters = Parameters(frozenset([*names, *free, *([PAGE] if strict else [])]), frozenset(free), strict)
        return asked

    return decorate


def accepts_list(FilterSet, *others, strict=False):  # noqa: N803 - it is a class
    """The same for a list: it knows its filters and the number of its page."""
    free = [name for name, each in FilterSet.base_filters.items() if getattr(each, "is_free_text", False)]
    paging = [] if strict else [PAGE]
    return accepts(*FilterSet.base_filters, *paging, *others, free=free, strict=strict)


def parameters_of(view):
    """What a view knows; nothing where it does not say."""
    return getattr(view, "parameters", NONE)
