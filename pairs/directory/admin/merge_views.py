"""Merging two records of a university: find the other one, look at both side by side, confirm with a reason."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.acts.obstacles import page_of
from core.admin.base import page
from core.forms import WorkflowForm
from core.personal_data import REASON_LENGTH
from pairs.directory.merging import UniversityMerge, merge, relations
from pairs.directory.merging.facts import KEPT, OTHER
from pairs.directory.models.university import University

MOST_FOUND = 20
MOST_NAMED = 10  # rows of one kind that are named; all are counted

may_merge = permission_required(("pairs.change_university", "pairs.change_pair"), raise_exception=True)


class UniversityMergeForm(WorkflowForm):
    """Whose word stands of each fact on which the two records differ, and why they are merged."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data, plan):
        super().__init__(data, initial={"seen": plan.fingerprint})
        self.plan = plan
        self.differing = [fact for fact in plan.facts if fact.differs]
        for fact in self.differing:
            choices = [(whose, text or "–") for whose, text in fact.texts.items()]
            self.fields[fact.slug] = forms.ChoiceField(
                label=fact.label,
                choices=choices,
                initial=fact.proposed,
                widget=forms.RadioSelect({"aria-describedby": f"fact_{fact.slug}"}),
            )
        self.fields["reason"] = forms.CharField(
            label=_("Reason for the merge"), max_length=REASON_LENGTH, help_text=_("Kept in the history.")
        )

    def carry_out(self, by):
        """Merge as chosen; the Act, or None with what stands in the way in the form."""
        values = self.cleaned_data
        chosen = {fact.slug: values[fact.slug] for fact in self.differing}
        return self.write(
            lambda _values: merge(self.plan.kept, self.plan.other, by, values["reason"], chosen, values["seen"])
        )

    def rows(self):
        """(name, label, what each of the two says as a button to choose it) of each fact on which they differ."""
        for fact in self.differing:
            buttons = {button.data["value"]: button for button in self[fact.slug]}
            yield fact.slug, fact.label, buttons[KEPT], buttons[OTHER]


@may_merge
@require_safe
def choose_other(request, pk):
    """Find the other record of a university: by name or code, or among those with a name much like it."""
    university = get_object_or_404(University.objects.present(), pk=pk)
    asked = request.GET.get("q", "")
    others = University.objects.present().exclude(pk=pk)
    found = others.search(asked)[:MOST_FOUND] if asked.strip() else others.near(university.name)
    title = _("Merge %(name)s with another record") % {"name": university}
    facts = {"university": university, "asked": asked, "found": found}
    return page(request, "pairs/directory/admin/merge_choose.html", title, model=University, **facts)


@may_merge
def check_merge(request, pk, other):
    """Show both records side by side, and what follows; merge them as it was shown and chosen."""
    records = University.objects.select_related("successor", "merged_into")
    plan = UniversityMerge(get_object_or_404(records, pk=pk), get_object_or_404(records, pk=other))
    form = UniversityMergeForm(request.POST if request.method == "POST" else None, plan)
    if form.is_bound and form.is_valid() and form.carry_out(request.user):
        text = _("%(other)s was merged into %(kept)s.") % {"other": plan.other, "kept": plan.kept}
        messages.success(request, text)
        return redirect("admin:pairs_university_change", plan.kept.pk)
    facts = {"form": form, "plan": plan, "obstacles": plan.obstacles, "sides": list(side_by_side(plan))}
    return page(
        request,
        "pairs/directory/admin/merge_check.html",
        _("Merge two records"),
        forms=[form],
        model=University,
        **facts,
    )


def side_by_side(plan):
    """(label, whether it stays, rows of the one, rows of the other) of everything that refers to either record."""
    for relation in relations():
        kept, other = (described(relation.rows(record)) for record in plan.ends)
        if kept["number"] or other["number"]:
            yield relation.label, relation.stays, kept, other


def described(rows):
    """How many `rows` there are, and the first of them with their addresses."""
    named = [(str(row), page_of(row._meta.model, row.pk)) for row in rows[:MOST_NAMED]]
    return {"number": rows.count(), "named": named}


@admin.action(description=_("Merge two records"), permissions=["change"])
def merge_chosen(modeladmin, request, queryset):
    """Lead to the check page of the two records that were ticked; the one listed first is kept."""
    keys = list(queryset.order_by("code").values_list("pk", flat=True)[:3])
    if len(keys) != 2:
        messages.error(request, _("Choose exactly two records to merge."))
        return None
    return redirect("admin:pairs_university_merge", *keys)
