"""The oversight board: what pairs owe, its download, and reminding the people concerned."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

import opendata
from accounts.permissions import overseers_only, pairs_overseen_by
from core.filters import download_of
from core.form_fields import PickedDayField
from oversight.notices.sending import cutoff_of

from .board_rows import rows_of, turns_of
from .filters import COLUMNS, BoardFilterSet
from .models import ObligationKind, ReminderRule
from .nil_returns import lately_said
from .obligations import owed
from .reminders import remind


def scope(request):
    return pairs_overseen_by(request.user)


class DueForm(forms.Form):
    """By when it is to be done, where the person who reminds says so; a day that has passed is none."""

    due_on = PickedDayField(label=gettext_lazy("To be done by"))

    @property
    def day(self):
        day = self.cleaned_data.get("due_on") if self.is_valid() else None
        return day if day and day >= timezone.localdate() else None


def when_next():
    """When the letter goes out that says what is pressed now."""
    if timezone.now() < cutoff_of(timezone.localdate()):
        return _("today at %(hour)s:00") % {"hour": settings.DAILY_LETTER_HOUR}
    return _("tomorrow at %(hour)s:00") % {"hour": settings.DAILY_LETTER_HOUR}


@overseers_only
def board(request):
    """What waits, longest first; sent back, the people concerned with the rows that were chosen are reminded."""
    if request.method == "POST":
        return remind_chosen(request)
    listing = BoardFilterSet(request.GET, scope(request))
    rows = rows_of(listing.page.object_list)
    totals = [(duty, listing.query(duty=duty.value), listing.totals[duty]) for duty in ObligationKind]
    facts = {"listing": listing, "rows": rows, "totals": totals, "active": "oversight"}
    facts |= {
        "silent_after": ReminderRule.objects.silent_after(),
        "due_form": DueForm(),
        "can_remind": any(row.ticked for row in rows),
        "nil_returns": list(lately_said(scope(request))),
    }
    return render(request, "oversight/obligations/board.html", facts)


def remind_chosen(request):
    """Remind the one side whose button was pressed, or those of all rows that were ticked."""
    ticked = [request.POST["only"]] if "only" in request.POST else request.POST.getlist("due")
    chosen = {name for names in ticked for name in names.split()}
    dues, due_on = [due for due in owed(scope(request)) if due.name in chosen], DueForm(request.POST).day
    if not chosen:
        messages.warning(request, _("Nobody was reminded: tick at least one row."))
    else:
        tell(request, remind(dues, by=request.user, due_on=due_on), len(chosen) - len(dues))
    return redirect(request.get_full_path())


def tell(request, outcome, gone):
    """Say what came of it, as far as anything did."""
    mailed, nobody, already = len(outcome.people), len(outcome.nobody), len(outcome.already)
    told = [
        (
            mailed,
            ngettext(
                "It goes with the next email to %(count)s person: %(when)s.",
                "It goes with the next emails to %(count)s people: %(when)s.",
                mailed,
            ),
        ),
        (nobody, _("Rows without a coordinator who has an email address: %(count)s.")),
        (already, _("Rows of which people had been reminded today already: %(count)s.")),
        (gone, _("Rows where nothing waits any more: %(count)s.")),
    ]
    for count, text in told:
        if count:
            messages.success(request, text % {"count": count, "when": when_next()})


@overseers_only
@download_of(BoardFilterSet, scope)
def board_download(listing, form):
    """The filtered rows as a file, all of them."""
    rows = (turn.as_dict() for turn in turns_of(listing.qs))
    return opendata.respond(form, "督导看板", COLUMNS, rows, filters=dict(listing.values))
