"""Lists as whole pages, as the part of one that htmx asks for, and as files."""

from functools import wraps

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

import opendata


def render_list(request, template, listing, rows):
    """The page, which extends core/list_base.html; only its results when htmx asks, with the address of theirs.

    Going back in the history takes the whole page, so that filters and results never disagree.
    """
    facts = {"listing": listing, "rows": rows}
    if not request.htmx or request.htmx.history_restore_request:
        return render(request, template, facts)
    query = listing.query()
    results = render(request, template, facts | {"frame": "core/list_results.html"})
    return push_url(results, request.path + (f"?{query}" if query else ""))


def download_of(FilterSet, everything=None):  # noqa: N803 - it is a class
    """A decorator for the view of a list's files, which is given the list instead of the request.

    What cannot be understood is refused, and never left out as on the page: whoever asks for a part by a name or value
    that was mistyped would otherwise take the whole for it. `everything(request)` gives the rows of lists that are not
    the same for everybody.
    """

    def decorate(view):
        @require_safe
        @opendata.takes(*FilterSet.base_filters)
        @wraps(view)
        def answer(request, form, **kwargs):
            listing = FilterSet(request.GET, everything and everything(request))
            if listing.problems:
                return opendata.refuse(form, listing.problems)
            return view(listing, form, **kwargs)

        return answer

    return decorate


PER_PAGE = 20


def page_of(rows, request):
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
