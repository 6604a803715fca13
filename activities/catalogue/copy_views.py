"""Copying the mechanisms of another action: the question which, in the frame of the admin."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.admin.base import page, sent
from core.forms import WorkflowForm, submit
from pairs.models import Action

from . import copying


class CopyForm(WorkflowForm):
    """The action whose mechanisms are taken, and why."""

    source = forms.ModelChoiceField(label=_("Action to copy from"), queryset=None, empty_label=None)
    reason = forms.CharField(
        label=_("Reason for the change"), max_length=500, help_text=_("Kept in the history of each record.")
    )

    def __init__(self, *args, target, **kwargs):
        super().__init__(*args, **kwargs)
        others = Action.objects.exclude(pk=target.pk).filter(mechanisms__isnull=False)
        self.fields["source"].queryset = others.distinct()


@permission_required("activities.add_mechanism", raise_exception=True)
def copy_mechanisms(request, pk):
    """Ask for the action to copy from, and copy."""
    action = get_object_or_404(Action, pk=pk)
    form = CopyForm(*sent(request), target=action)
    if made := submit(
        request, form, lambda values: copying.copy_mechanisms(values["source"], action, request.user, values["reason"])
    ):
        told = ngettext("%(number)s mechanism was copied.", "%(number)s mechanisms were copied.", len(made))
        messages.success(request, told % {"number": len(made)})
        return redirect("admin:pairs_action_change", action.pk)
    title = _("Copy mechanisms for %(action)s") % {"action": action}
    return page(
        request,
        "activities/catalogue/admin/copy_mechanisms.html",
        title,
        forms=[form],
        model=Action,
        form=form,
        action=action,
    )
