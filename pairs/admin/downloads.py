"""Taking the pairs of the staff's list away, filtered as they are on the screen."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views.decorators.http import require_safe

import opendata
from pairs.resources import PairResource

TITLE = "结对名单"


def download(pair_admin):
    """The view that hands out what the list of `pair_admin` shows for the same query, unpublished pairs included."""

    @require_safe
    def hand_out(request, form):
        if not pair_admin.has_view_permission(request):
            raise PermissionDenied
        if form not in opendata.FORMS:
            raise Http404
        shown = pair_admin.get_changelist_instance(request).get_queryset(request)
        return opendata.respond(form, TITLE, PairResource.columns, PairResource().rows(shown))

    return hand_out
