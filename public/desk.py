"""The desk itself: whose turn it is, one's pairs, and everything that was entered."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.adapters import home_of
from accounts.permissions import acting_side, may_log, may_oversee, pair_at, pairs_open_to
from activities.activities.models.activity import Activity
from activities.activities.progress import glances
from activities.agreements.models import Agreement
from activities.inbox import turns_of
from core.access import signed_in
from core.filters import page_of
from pairs.models import Pair

from .desk_pairs import PER_PAGE, watched_pairs

SHOWN = 3  # of each kind of turn on the desk, two on a phone; the rest stands on a page of its own
LABELS = {
    "to_confirm": _("Entries of the partner to confirm"),
    "returned": _("Returned to you"),
    "to_hold": _("Planned events whose day has passed"),
    "corrections": _("Corrections to decide on"),
    "withdrawals": _("Proposed withdrawals to decide on"),
    "merges": _("Two accounts of one event, to decide on"),
    "agreements_to_accept": _("Agreements to accept"),
    "agreements_returned": _("Agreements returned to you"),
}


@dataclass
class Turn:
    """One kind of step that waits for a person."""

    name: str
    rows: list
    count: int

    @property
    def label(self):
        return LABELS[self.name]


@signed_in
@require_safe
def home(request):
    """The one door for all who sign in: coordinators and officers stay, others are led to their own place."""
    place = home_of(request.user)
    return overview(request) if place == request.path else redirect(place)


@signed_in
@require_safe
def pairs(request):
    """The same for those whose own place is elsewhere: the ministry finds every pair here."""
    return overview(request)


def overview(request):
    user, text = request.user, request.GET.get("q", "").strip()
    counted = ((name, rows, rows.count()) for name, rows in turns_of(user).items())
    turns = [Turn(name, list(rows[:SHOWN]), count) for name, rows, count in counted if count]
    found = pairs_open_to(user) if user.works_here else Pair.objects.none()
    found = found.matching(text) if text else found
    drafts = Activity.objects.drafts_of(user).for_rows()
    facts = {"turns": turns, "text": text, "logs": may_log(user), "active": "desk"}
    facts |= {"drafts": drafts[:SHOWN], "draft_count": drafts.count()}
    facts |= watched_pairs(request, found) if may_oversee(user) else own_pairs(request, found)
    return render(request, "public/desk/dashboard.html", facts)


def own_pairs(request, found):
    """What the page shows of the pairs of a coordinator: each at a glance, those that have ended folded."""
    page = page_of(found.latest_first(), request)
    shown = glances(Pair.objects.on_page(page))
    return {
        "page": page,
        "glances": [one for one in shown if not one.ended],
        "ended": [one for one in shown if one.ended],
    }


@signed_in
@require_safe
def waiting(request, name):
    """All that waits of one kind."""
    if name not in LABELS:
        raise Http404
    page = page_of(turns_of(request.user)[name], request)
    turn = Turn(name, list(page), page.paginator.count)
    return render(request, "public/desk/inbox_kind.html", {"turn": turn, "page": page, "active": "desk"})


@signed_in
@require_safe
def pair(request, address):
    found = pair_at(request.user, address)
    entries = Activity.objects.open_to(request.user).of_pair(found).for_rows()
    page, agreements = page_of(entries, request, PER_PAGE), Agreement.objects.visible_to(request.user).of_pair(found)
    facts = {"pair": found, "page": page, "glance": glances([found])[0], "agreements": agreements, "active": "desk"}
    return render(request, "public/desk/pair.html", facts | {"acts": acting_side(request.user, found)})
