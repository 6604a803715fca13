"""Giving chosen pairs the facts as of their notice anew: looked at first, with a reason."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.admin.base import page
from core.admin.history import shown
from pairs.pairs import refilling
from pairs.pairs.models.pair import Pair

from .milestone_views import plain

MOST_SHOWN = 300


class RefillForm(forms.Form):
    reason = forms.CharField(label=_("Reason for the change"), max_length=500, help_text=_("Kept in the history."))


@admin.action(description=_("Take the facts as of the notice again"), permissions=["change"])
def take_facts_again(modeladmin, request, queryset):
    """Show what the chosen pairs hold otherwise than is known now of the day of their notice, and change that."""
    form = RefillForm(request.POST if "refill" in request.POST else None)
    pairs = plain(queryset)
    if form.is_bound and form.is_valid():
        number = refilling.refill(pairs, request.user, form.cleaned_data["reason"])
        messages.success(
            request, ngettext("%(count)s pair changed.", "%(count)s pairs changed.", number) % {"count": number}
        )
        return None
    found = list(refilling.changes(pairs))
    chosen = {"name": ACTION_CHECKBOX_NAME, "keys": request.POST.getlist(ACTION_CHECKBOX_NAME)}
    context = {"form": form, "number": len(found), "chosen": chosen, "most": MOST_SHOWN}
    context["found"] = [(pair, [*told(values)]) for pair, values in found[:MOST_SHOWN]]
    title = _("Take the facts as of the notice again")
    return page(request, "pairs/pairs/admin/pair_refill.html", title, forms=[form], model=Pair, **context)


def told(values):
    """(label, old, new) as a person reads them."""
    for name, (old, new) in values.items():
        field = Pair._meta.get_field(name)
        yield field.verbose_name, shown(field, old, {}), shown(field, new, {})
