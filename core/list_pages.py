"""Lists as whole pages, and as the part of one that htmx asks for."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django_htmx.http import push_url


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


PER_PAGE = 20


def page_of(rows, request):
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
