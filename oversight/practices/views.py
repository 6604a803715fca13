"""Good practice for everybody: the list by mechanism, its downloads, and the page of one practice."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

import opendata
from activities.activities.public import rows_of
from activities.models import Mechanism
from core import parts
from core.access import public
from core.filters import download_of, render_list
from core.parameters import accepts_list
from core.version_facts import FACTS, once_a_version
from oversight.practices.models.practice import Practice

from . import tables
from .filters import PracticeFilterSet


@public
@require_safe
@accepts_list(PracticeFilterSet)
@vary_on_headers("HX-Request")
def practice_list(request):
    listing = PracticeFilterSet(request.GET)
    found = listing.page.object_list
    of, rows = dict(found.values_list("pk", "mechanism")), found.rows()
    mechanisms = Mechanism.objects.select_related("action").in_bulk({*of.values()})
    rows = [{"mechanism": mechanisms[of[key]], "html": html} for key, html in rows.items()]
    return render_list(request, "oversight/practices/practice_list.html", listing, rows)


@public
@download_of(PracticeFilterSet)
def practice_download(listing, form):
    rows = tables.practice_rows(listing.qs)
    return opendata.respond(form, "典型经验", tables.PRACTICES, rows, title_en="Good practice", **tables.facts(listing))


@public
@require_safe
def practice(request, slug):
    key, is_published = practice_at(slug)
    facts = parts.later(
        key,
        practice=lambda: Practice.objects.for_page().get(pk=key),
        activities=lambda: rows_of(FACTS.by_itself((cited_by, key), lambda: cited_by(key))),
        adoptions=lambda: [*Practice(pk=key).adoptions.told()],
    )
    return render(request, "oversight/practices/practice.html", facts | {"is_published": is_published})


@once_a_version
def practice_at(slug):
    """The key of the practice that is told at a short name, and whether it is published; Http404 without one."""
    briefly = Practice.objects.told().select_related("pair__batch").only("state", "pair__batch__published_at")
    found = get_object_or_404(briefly, slug=slug)
    return found.pk, found.is_published


def cited_by(practice):
    """The public activities that the practice with this key cites, with their figures."""
    return [*Practice(pk=practice).told_activities().with_measures()]
