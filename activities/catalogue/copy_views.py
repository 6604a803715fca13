"""Copying the mechanisms of another action: the question which, in the frame of the admin."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from core.admin.base import page, sent
from core.forms import WorkflowForm, submit
from pairs.models import Action

from . import copying, offered_kinds
from .models import Mechanism


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


class KindsForm(WorkflowForm):
    """Which kinds are taken over, and under which mechanism."""

    kinds = forms.MultipleChoiceField(label=_("Types of activity"), widget=forms.CheckboxSelectMultiple)
    mechanism = forms.ModelChoiceField(label=_("Mechanism"), queryset=None, empty_label=None)
    reason = forms.CharField(
        label=_("Reason for the change"), max_length=500, help_text=_("Kept in the history of each record.")
    )

    def __init__(self, *args, action, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mechanism"].queryset = Mechanism.objects.in_force().of_action(action)
        english = get_language() == "en"
        self.fields["kinds"].choices = [(row["code"], row["name_en" if english else "name_zh"]) for row in offered]


@permission_required("activities.add_activitykind", raise_exception=True)
def take_kinds(request, pk):
    """Ask which of the kinds that are offered the action takes over, and under which mechanism."""
    action = get_object_or_404(Action, pk=pk)
    offered = offered_kinds.offered_to(action)
    form = KindsForm(*sent(request), action=action, offered=offered)

    def take(values):
        return offered_kinds.take_over(values["mechanism"], values["kinds"], request.user, values["reason"])

    if made := submit(request, form, take):
        told = ngettext("%(number)s type was taken over.", "%(number)s types were taken over.", len(made))
        messages.success(request, told % {"number": len(made)})
        return redirect("admin:pairs_action_change", action.pk)
    title = _("Types of activity for %(action)s") % {"action": action}
    facts = {"form": form, "action": action, "offered": offered}
    template = "activities/catalogue/admin/take_kinds.html"
    return page(request, template, title, forms=[form], model=Action, **facts)
