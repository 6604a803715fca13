"""The oversight board: what pairs owe, its download, and reminding the people concerned."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import opendata
from accounts.permissions import overseers_only, pairs_overseen_by
from core.filters import download_of

from .board_rows import rows_of, turns_of
from .filters import COLUMNS, BoardFilterSet
from .models import ObligationKind, ReminderRule
from .obligations import owed
from .reminders import remind


def scope(request):
    return pairs_overseen_by(request.user)


@overseers_only
def board(request):
    """What waits, longest first; sent back, the people concerned with the rows that were chosen are reminded."""
    if request.method == "POST":
        return remind_chosen(request)
    listing = BoardFilterSet(request.GET, scope(request))
    rows = rows_of(listing.page.object_list)
    totals = [(duty, listing.query(duty=duty.value), listing.totals[duty]) for duty in ObligationKind]
    facts = {"listing": listing, "rows": rows, "totals": totals, "active": "oversight"}
    facts |= {"silent_after": ReminderRule.objects.silent_after(), "can_remind": any(row.ticked for row in rows)}
    return render(request, "oversight/obligations/board.html", facts)


def remind_chosen(request):
    """Remind the one side whose button was pressed, or those of all rows that were ticked."""
    ticked = [request.POST["only"]] if "only" in request.POST else request.POST.getlist("due")
    chosen = {name for names in ticked for name in names.split()}
    dues = [due for due in owed(scope(request)) if due.name in chosen]
    site = settings.SITE["address"] or request.build_absolute_uri("/")
    if not chosen:
        messages.warning(request, _("Nobody was reminded: tick at least one row."))
    else:
        tell(request, remind(dues, site, by=request.user), len(chosen) - len(dues))
    return redirect(request.get_full_path())


def tell(request, outcome, gone):
    """Say what came of it, as far as anything did."""
    mailed, nobody, already = len(outcome.letters), len(outcome.nobody), len(outcome.already)
    told = [
        (
            mailed,
            ngettext(
                "An email to %(count)s person is being sent.", "Emails to %(count)s people are being sent.", mailed
            ),
        ),
        (nobody, _("Rows without a coordinator who has an email address: %(count)s.")),
        (already, _("Rows of which people had been reminded today already: %(count)s.")),
        (gone, _("Rows where nothing waits any more: %(count)s.")),
    ]
    for count, text in told:
        if count:
            messages.success(request, text % {"count": count})


@overseers_only
@download_of(BoardFilterSet, scope)
def board_download(listing, form):
    """The filtered rows as a file, all of them."""
    rows = (turn.as_dict() for turn in turns_of(listing.qs))
    return opendata.respond(form, "督导看板", COLUMNS, rows, filters=dict(listing.values))
