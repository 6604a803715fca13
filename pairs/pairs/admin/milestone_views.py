"""A milestone for many pairs at once, with its source."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.admin.base import page
from core.form_fields import PickedDayField
from pairs.pairs.models.pair import Milestone, Pair


class ManyMilestonesForm(forms.ModelForm):
    """What happened, when or as stated when, and who says so; for the chosen pairs or for all that the filter shows."""

    CHOSEN, ALL = "chosen", "all"

    scope = forms.ChoiceField(label=_("For which pairs"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=500,
        required=False,
        help_text=_("Kept in the history; if left empty, the source is given there."),
    )

    class Meta:
        model = Milestone
        fields = ["scope", "kind", "on", "stated_as_of", "source", "reason"]
        field_classes = {"on": PickedDayField, "stated_as_of": PickedDayField}
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, chosen, matching, **kwargs):
        super().__init__(*args, **kwargs)
        self.pairs = {self.CHOSEN: chosen, self.ALL: matching}
        self.fields["scope"].choices = [
            (self.CHOSEN, _("The %(count)s pairs that were chosen") % {"count": chosen.count()}),
            (self.ALL, _("All %(count)s pairs that the filter shows") % {"count": matching.count()}),
        ]
        self.fields["scope"].initial = self.CHOSEN
        self.fields["kind"].choices = Milestone.Kind.choices

    def record(self, by):
        """Record the milestone; the numbers of pairs that now have it and of those that had one already."""
        return self.pairs[self.cleaned_data["scope"]].record_for_all(
            self.cleaned_data["kind"],
            on=self.cleaned_data["on"],
            stated_as_of=self.cleaned_data["stated_as_of"],
            source=self.cleaned_data["source"],
            by=by,
            reason=self.cleaned_data["reason"] or self.cleaned_data["source"],
        )


@admin.action(description=_("Record a milestone for many pairs"), permissions=["change"])
def record_milestone(modeladmin, request, queryset):
    """Ask what happened to the chosen pairs, and record it for those that do not have it yet."""
    matching = modeladmin.get_changelist_instance(request).get_queryset(request)
    data = request.POST if "record" in request.POST else None
    form = ManyMilestonesForm(data, chosen=plain(queryset), matching=plain(matching))
    if data and form.is_valid():
        return report(request, *form.record(request.user))
    chosen = {"name": ACTION_CHECKBOX_NAME, "keys": request.POST.getlist(ACTION_CHECKBOX_NAME)}
    context = {"form": form, "having": having(plain(queryset)), "chosen": chosen, "pairs": queryset}
    return page(
        request, "pairs/pairs/admin/pair_milestone.html", _("Record a milestone"), forms=[form], model=Pair, **context
    )


def plain(queryset):
    return Pair.objects.filter(pk__in=queryset.order_by().values("pk"))


def having(pairs):
    """Of each milestone, how many of `pairs` already have it."""
    counts = pairs.milestone_counts()
    return [(label, counts.get(kind, 0)) for kind, label in Milestone.Kind.choices]


def report(request, recorded, present):
    if recorded:
        text = ngettext("Recorded for %(count)s pair.", "Recorded for %(count)s pairs.", recorded)
        messages.success(request, text % {"count": recorded})
    if present:
        text = ngettext(
            "%(count)s pair already had this milestone and was left alone.",
            "%(count)s pairs already had this milestone and were left alone.",
            present,
        )
        messages.info(request, text % {"count": present})
