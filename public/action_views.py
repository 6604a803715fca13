"""The pages of actions: all that the public may see, each on its own, and the ways of helping that each names."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

import opendata
from activities.activities.action_records import ActionRecord, MechanismRecord, pair_lines
from activities.activities.progress import mechanisms_of
from activities.catalogue.filters import PairsUnderFilterSet
from activities.models import Mechanism
from core import parts
from core.access import public
from core.parameters import accepts, accepts_list
from oversight.models import Practice
from pairs.models import Action
from pairs.pairs import action_tables, batch_tables

from .action_facts import action_at, mechanism_at, roles_of
from .home_summary import Overview, overviews

PRACTICES = 5  # on the page of an action; the rest stands in the list


@public
@require_safe
def action_list(request):
    """All published actions, the newest first."""
    found = overviews(Action.objects.published().in_order())
    return render(request, "public/actions/action_list.html", {"overviews": found})


@public
@require_safe
@accepts(strict=True)
def action_download(request, form):
    rows = action_tables.action_rows(Action.objects.published().in_order())
    return opendata.respond(
        form, "行动", action_tables.ACTIONS, rows, title_en="Actions", **batch_tables.facts(request=request)
    )


@public
@require_safe
@accepts("events")
def action(request, slug):
    """One action: what it is, by which rules, its batches, and what has been done and told of it."""
    found = known_or_404(action_at(slug))
    facts = parts.later(
        found.pk,
        roles=lambda: roles_of(found.pk),
        practices=lambda: Practice.objects.published().of_action(found).by_mechanism().first_rows(PRACTICES),
        mechanism_texts=lambda: bool(mechanisms_of(found.pk)),
    )
    facts |= {"action": found, "actions": [found], "overview": Overview(found), "record": ActionRecord(found.pk)}
    return render(request, "public/actions/action.html", facts)


@public
@require_safe
def mechanism_list(request, slug):
    """The ways of helping of one action, each with all that it covers."""
    found = known_or_404(action_at(slug))
    facts = {"action": found, "mechanisms": found.mechanisms.in_force()}
    return render(request, "public/actions/mechanism_list.html", facts)


@public
@require_safe
@accepts_list(PairsUnderFilterSet)
def mechanism(request, slug, number):
    """What a mechanism covers, what has been done under it, and the good practice it has."""
    found = known_or_404(mechanism_at(slug, number))
    facts = {"mechanism": found} | written_of(found)  # before activities are read, which change more often
    record = MechanismRecord(found)
    listing = PairsUnderFilterSet(request.GET, record=record)
    row, asked = "public/includes/mechanism_line.html", f"action={found.action.slug}&mechanism={found.number}"
    rows = parts.rows_of_values(row, record.lines(listing.page.object_list), "line", pair_lines, query=asked)
    return render(request, "public/mechanism.html", facts | {"record": record, "listing": listing, "rows": rows})


def written_of(mechanism):
    """The parts on a mechanism that tell of no activity."""
    facts = parts.later(mechanism.pk, neighbours=lambda: neighbours(mechanism)) | {"mechanism": mechanism}
    return {
        "covers": parts.part("public/includes/mechanism_text.html", **facts),
        "practices": parts.part("oversight/practices/includes/practices.html", mechanism=mechanism),
        "neighbours": parts.part("public/includes/mechanism_neighbours.html", **facts),
    }


def neighbours(mechanism):
    """All that a page lists of its action's mechanisms, and those `before` and `after` it."""
    known = mechanisms_of(mechanism.action_id)
    place = known.index(mechanism)
    return {
        "all": [one for one in known if one == mechanism or not one.is_retired],
        "before": known[place - 1] if place else None,
        "after": next(iter(known[place + 1 :]), None),
    }


@public
@require_safe
def old_mechanism_list(request):
    """The address of when there was one action; while that is not public, the list of actions."""
    known = Mechanism.objects.with_old_addresses().published().select_related("action").first()
    if not known:
        return redirect("action_list")
    return moved(request, reverse("mechanism_list", args=[known.action.slug]))


@public
@require_safe
@accepts_list(PairsUnderFilterSet)
def old_mechanism(request, number):
    """The address of when there was one action."""
    known = Mechanism.objects.with_old_addresses().published().select_related("action").filter(number=number).first()
    if not known:
        raise Http404
    return moved(request, known.get_absolute_url())


def known_or_404(found):
    if found is None:
        raise Http404
    return found


def moved(request, address):
    """Lead on for good, with what the address asked for."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{address}?{query}" if query else address, permanent=True)
