"""The public pages that show the things of several apps, and the list of universities."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django.views.generic import TemplateView

import opendata
from activities.activities.coming import next_for
from activities.models import Mechanism
from core import parts
from core.access import public
from core.compiled_queries import compiled
from core.filters import download_of, render_list
from core.numbers import whole_number
from core.parameters import accepts, accepts_list
from oversight.models import Bulletin, Practice
from pairs.directory.filters import SearchFilterSet, UniversityFilterSet
from pairs.models import Action, Batch, Milestone, Pair, Side, University
from pairs.pairs import batch_tables, composition, university_tables
from pairs.pairs.list_places import place_at
from pairs.pairs.pairing_lookup import answer
from pairs.pairs.search_results import near_results, search_results

from .data_page import DataPage
from .home_summary import examples, leading, number_of_actions, overviews, search_examples
from .open_data import IN_ORDER, dataset

LATEST = 10  # bulletins and practices on the site map, which leads on to all of them
ON_ONE_PAGE = 300  # pairs; a longer list is read page by page in the list of pairs, and printed from a download


@public
@require_safe
@accepts("events")
def home(request):
    """The question a graduate comes with, and the actions that lead at a glance."""
    actions = leading()
    found = overviews(actions)
    facts = {
        "actions": actions,
        "overviews": parts.Later(("overviews", *(action.pk for action in actions)), lambda: found),
        "examples": examples(found),
        "others": number_of_actions() > len(actions),
    }
    return render(request, "public/home.html", facts)


@public
@require_safe
@accepts_list(SearchFilterSet)
def search(request):
    """A university by words, and whom it is paired with."""
    listing = SearchFilterSet(request.GET)
    asked = listing.values.get("q", "")
    told = "public/includes/lookup_result.html"
    found = search_results(dict(listing.page), told, asked) if asked else []
    near = near_results(asked, told) if asked and not found else []
    places = {result.university.pk: result.university.address for result in found}
    coming = parts.rows_of_values("public/includes/next_event.html", places, "event", next_for)
    for each in found:
        each.next_event = coming[each.university.pk]
    meant = [result for result in found if result.is_exact]
    facts = {"listing": listing, "asked": asked, "found": found, "meant": meant, "near": near}
    facts["examples"] = [] if asked else search_examples()
    return render(request, "public/search.html", facts)


@public
@require_safe
def pair(request, address):
    """One pair; at the address of a group the supporter that leads it. All supporters of the group are named."""
    place = place_at(address)
    if place is None:
        return withdrawn(request, address.partition("-")[0], is_pair=True)
    if address not in (place.address, place.group_address):
        return redirect("pair", place.address, permanent=True)
    pairs = Pair.objects.published().with_universities().with_names()  # few have neighbours in time to fetch
    around = SimpleLazyObject(lambda: pairs.in_bulk([*place.before, place.pk, *place.after]))
    found = parts.Later(("pair", place.pk), lambda: around[place.pk])
    group = parts.Later(("group", place.pk), lambda: [found] if place.is_alone else [*pairs.group_of(found)])

    def beside(keys, rel):
        told = "public/includes/neighbour.html"
        return parts.rows(told, keys, "neighbour", lambda missing: {key: around[key] for key in missing}, rel=rel)

    facts = {"before": beside(place.before, "prev"), "after": beside(place.after, "next")}
    facts |= {"place": place, "pair": found, "group": group}
    return render(request, "public/pair.html", facts)


@public
@require_safe
def batch(request, number):
    found = next(iter(Batch.objects.published().select_related("action").filter(number=number).counted()), None)
    if found is None:
        return withdrawn(request, number)
    shortened = found.known_pairs > ON_ONE_PAGE
    pairs = found.pairs.select_related("role", "recipient", "supporter").with_names()
    printed = SimpleLazyObject(lambda: dict(printed_in(found.pk, ON_ONE_PAGE)))

    def read(keys):
        listed = {pair.pk: pair for pair in listed_pairs(*keys)}
        for pair in listed.values():
            pair.batch = found
        return listed

    def rows():
        return parts.rows("public/includes/printed_row.html", printed, "pair", read, has_serials=found.has_serials)

    def changes():
        changed = shortened or any(printed.values())
        return [*pairs.in_order().ended().with_neighbours_in_time()] if changed else []

    def reached():
        counts = found.pairs.in_place().milestone_counts()
        return [{"label": kind.label, "pairs": counts[kind]} for kind in Milestone.Kind if counts.get(kind)]

    facts = parts.later(
        found.pk,
        rows=rows,
        changes=changes,
        composition=lambda: composition.of_published(found),
        statements=lambda: [*found.statements.all()],
        inferences=lambda: [*found.inferences.standing().select_related("university")],
        reached=reached,
    )
    return render(request, "public/batch.html", facts | {"batch": found, "shortened": shortened})


@compiled
def printed_in(batch, most):
    """The keys of the first pairs that the notice of the batch with this key printed, and how each ended."""
    printed = Pair.objects.filter(batch=batch).as_printed().in_order()
    return printed.values_list("pk", "end_kind")[:most]


@compiled
def listed_pairs(*keys):
    """Pairs of one batch with what a row of its list shows; the batch is at hand."""
    listed = Pair.objects.select_related("role", "recipient", "supporter").with_names().as_listed()
    return listed.filter(pk__in=keys).order_by()


def withdrawn(request, number, is_pair=False):
    """The line that stays of a batch that was taken from the public; the pages of its pairs are gone (410)."""
    batches = Batch.objects.unpublished().select_related("action")
    found = get_object_or_404(batches, number=whole_number(str(number)))
    if not (withdrawal := found.withdrawal):
        raise Http404
    facts = {"batch": found, "withdrawal": withdrawal, "is_pair": is_pair}
    return render(request, "public/withdrawn.html", facts, status=410 if is_pair else 200)


@public
@require_safe
def batch_composition(request, number, slug):
    """The universities behind one number of the composition check."""
    batches = Batch.objects.published().filter(list_status=Batch.ListStatus.COMPLETE).select_related("action")
    found = get_object_or_404(batches, number=number)
    line = next((line for line in composition.of_published(found) if line.slug == slug), None)
    if line is None:
        raise Http404
    parts = {name: getattr(line, name)[:ON_ONE_PAGE] for name in ("schools", "open")}
    keys = [member.pair for members in parts.values() for member in members]
    pairs = found.pairs.with_universities().with_names().in_bulk(keys)
    place = Side.values.index(line.side)
    shown = {
        name: [{"pair": pairs[member.pair], "side": pairs[member.pair].sides[place]} for member in members]
        for name, members in parts.items()
    }
    return render(request, "public/batch_composition.html", {"batch": found, "line": line, **shown})


@public
@require_safe
@accepts_list(UniversityFilterSet)
@vary_on_headers("HX-Request")
def university_list(request):
    listing = UniversityFilterSet(request.GET)
    cells, asked = "public/includes/lookup_cells.html", listing.values.get("q", "")
    rows = search_results(dict(listing.page), cells, asked, pairs_alone=True)
    return render_list(request, "public/university_list.html", listing, rows)


@public
@download_of(UniversityFilterSet)
def university_download(listing, form):
    rows = university_tables.university_rows(listing.qs)
    return opendata.respond(
        form, "高校", university_tables.UNIVERSITIES, rows, title_en="Universities", **batch_tables.facts(listing)
    )


@public
@require_safe
def university(request, code):
    coded = University.objects.exclude(code=None)
    found = get_object_or_404(coded, code=code)
    if found.merged_into:
        return redirect(found.merged_into, permanent=True)
    facts = parts.later(
        found.pk,
        answer=lambda: answer(found),
        predecessors=lambda: [*found.predecessors.public()],
        names=lambda: [name for name in found.names.all() if not name.is_everyday],
        short_names=lambda: [name for name in found.names.all() if name.is_everyday],
    )
    return render(request, "public/university.html", facts | {"university": found})


@public
@require_safe
def data(request):
    """What can be downloaded: the package of everything, then table by table."""
    return render(request, "public/data.html", {"data": DataPage(request.build_absolute_uri("/"))})


@public
@require_safe
def data_table(request, name):
    """One table of the open data: its fields, and the filters of its addresses."""
    if name not in IN_ORDER:
        raise Http404
    facts = parts.later(name, table=lambda: dataset(name))
    return render(request, "public/data_table.html", facts | {"dataset": IN_ORDER[name]})


@public
@require_safe
def site_map(request):
    """Every part of the site on one page, for people; search engines have their own."""
    in_force = Mechanism.objects.in_force()
    facts = {
        "actions": Action.objects.published().in_order().prefetch_related(Prefetch("mechanisms", in_force)),
        "batches": Batch.objects.published().select_related("action"),
        "bulletins": Bulletin.objects.published().newest_first()[:LATEST],
        "practices": Practice.objects.published().by_mechanism()[:LATEST],
    }
    return render(request, "public/site_map.html", facts)


@public
@require_safe
def about(request):
    """What the actions that lead are, in their own words; where the data come from, and where they end."""
    partial = Batch.objects.published().filter(list_status=Batch.ListStatus.PARTIAL)
    facts = {
        "actions": Action.objects.leading(),
        "partial": partial.with_known_pairs().select_related("action"),
    }
    return render(request, "public/about.html", facts)


def page(name):
    """The view of a page that holds nothing but its text."""
    return public(require_safe(TemplateView.as_view(template_name=f"public/{name}.html")))


privacy, accessibility = page("privacy"), page("accessibility")
