"""Lists of the staff's pages that refuse a filter they do not have, where Django leads to the whole list instead."""

from django.contrib.admin import ChoicesFieldListFilter, SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList

COSTLY = ("regex", "iregex")  # patterns of the reader's own: each database fails over other ones, or takes for ever


class WrongFilter(Exception):  # noqa: N818 - it is an answer, not a failure
    """The address asks a list for what it does not have; `names` are the parameters, as far as they are known."""

    def __init__(self, names=()):
        super().__init__(*names)
        self.names = list(names)


class KnownFilters(ChangeList):
    """The rows of a list; WrongFilter for a name or a value that none of its filters understands."""

    def __init__(self, request, *args, **kwargs):
        if costly := [name for name in request.GET if name.rpartition("__")[2] in COSTLY]:
            raise WrongFilter(costly)
        try:
            super().__init__(request, *args, **kwargs)
        except IncorrectLookupParameters as error:
            raise WrongFilter from error
        if unknown := [name for one in self.filter_specs for name in unknown_choice(one)]:
            raise WrongFilter(unknown)


def unknown_choice(one):
    """The name of a filter that is asked for what it does not offer."""
    if isinstance(one, SimpleListFilter):
        name, asked, offered = one.parameter_name, one.value(), one.lookup_choices
    elif isinstance(one, ChoicesFieldListFilter):
        name, asked, offered = one.lookup_kwarg, one.lookup_val, one.field.flatchoices
    else:
        return
    asked = asked if isinstance(asked, list) else [asked]
    if {str(value) for value in asked if value not in (None, "")} - {str(value) for value, _label in offered}:
        yield name


class RefusesWrongFilters:
    """For every ModelAdmin, before Django's own."""

    def get_changelist(self, request, **kwargs):
        return KnownFilters
