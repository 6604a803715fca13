"""The page on which a side says that it had nothing to report on a period, or takes that back."""

import datetime

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import acting_side, forbid_unless, pair_at
from core.access import signed_in
from core.form_fields import column_field
from core.forms import Row, WorkflowForm, render_form, submit, typed
from pairs.models import Side

from .models import NilReturn
from .nil_returns import period_at, say_nothing, take_back


class NilReturnForm(WorkflowForm):
    """Why there was nothing, where the side wishes to say so."""

    remark = column_field(
        NilReturn.remark,
        gettext_lazy("Why there was nothing"),
        gettext_lazy("Optional, for example “winter holiday”. The partner, both provinces and the ministry read it."),
        widget=forms.TextInput,
    )

    @property
    def rows(self):
        return [Row(self["remark"])]


@signed_in
def nil_return(request, address, first):
    """Say that there was nothing on the period that begins on the day `first`, or take that back."""
    pair = pair_at(request.user, address)
    message = _("Only the coordinators of a side say this for it.")
    forbid_unless(acting_side(request.user, pair) in Side.values, message)
    found = period_at(pair, request.user, day_of(first))
    if found is None:
        raise Http404
    form = NilReturnForm(typed(request))
    if "take-back" in request.POST:
        take_back(request.user, pair, found.period.first)
        messages.success(request, _("Taken back: the period is to be reported on again."))
        return redirect("desk_pair", pair.address)
    if submit(request, form, lambda values: say_nothing(request.user, pair, found.period.first, **values)):
        messages.success(request, _("Kept: nothing to report on this period. You are not reminded of it any more."))
        return redirect("desk_pair", pair.address)
    facts = {"pair": pair, "found": found, "active": "desk"}
    return render_form(request, "oversight/obligations/nil_return.html", form, **facts)


def day_of(text):
    """The day in an address; 404 for what is none."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
