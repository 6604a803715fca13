"""Taking the pairs of the staff's list away, filtered as they are on the screen."""

from functools import partial

from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import opendata
from core.admin.base import WrongFilter
from pairs.pairs.tables import PAIRS, pair_rows

TITLE = "结对名单"


def download(pair_admin):
    """The view that hands out what the list of `pair_admin` shows for the same query, unpublished pairs included."""

    @require_safe
    def hand_out(request, form):
        if not pair_admin.has_view_permission(request):
            raise PermissionDenied
        if form not in opendata.FORMS:
            raise Http404
        find_problems = partial(opendata.unknown_names, request.GET, known_names(pair_admin, request))
        if find_problems():
            return opendata.refuse(form, find_problems)
        try:
            shown = pair_admin.get_changelist_instance(request)
        except WrongFilter as wrong:
            asked = {name: request.GET[name] for name in wrong.names or request.GET}
            return opendata.refuse(form, partial(told_of, asked))
        rows = pair_rows(shown.get_queryset(request))
        return opendata.respond(form, TITLE, PAIRS, rows)

    return hand_out


def known_names(pair_admin, request):
    """The names that the staff's list understands in its address; the page is not among them: a file has them all."""
    filters = pair_admin.get_list_filter(request)
    return [SEARCH_VAR, ORDER_VAR, *(getattr(one, "parameter_name", f"{one}__exact") for one in filters)]


def told_of(wrong):
    """A problem for each name and value that the list does not understand."""
    message = _("This value is not known.")
    return [{"field": name, "value": value, "message": message} for name, value in wrong.items()]
