"""Recording that a supporter was replaced, or that a pair ended early: filled in, looked at once more, and done."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from core.admin.base import KnownKeySelect, page, sent
from core.form_fields import PickedDayField, column_field
from core.forms import WorkflowForm
from pairs.directory import name_matching
from pairs.directory.models.university import University
from pairs.pairs import workflow
from pairs.pairs.models.pair import Pair
from pairs.pairs.models.pair_ending import EndKind


class EndForm(WorkflowForm):
    """How the pair ends, when, why and who says so; with the supporter that takes its place."""

    kind = forms.ChoiceField(label=_("What happened"), choices=EndKind, widget=forms.RadioSelect, initial="replaced")
    last_day = PickedDayField(
        label=_("Last day of this pair"),
        help_text=_("What was done up to this day stays with this pair; a new supporter begins on the day after."),
        required=True,
    )
    supporter = forms.ModelChoiceField(
        University.objects.all(),
        label=_("New supporter"),
        required=False,
        widget=KnownKeySelect(Pair._meta.get_field("supporter"), admin.site),
        help_text=_("Only where the supporter was replaced; by name, part of a name, pinyin or initials."),
    )
    named = forms.CharField(
        label=_("New supporter, by its full name or code"),
        required=False,
        max_length=100,
        help_text=_("Instead of choosing it, where the choice does not open."),
    )
    printed = column_field(Pair.supporter_name, _("New supporter as printed"), _("Where it is not today’s name."))
    role = forms.ModelChoiceField(None, label=_("Role of the new supporter"), required=False)
    reason = column_field(Pair.end_reason, _("Reason"), _("Shown to the public beside the day."), required=True, rows=2)
    reason_en = column_field(Pair.end_reason_en, _("Reason in English"), "", rows=2)
    source = column_field(
        Pair.end_source, _("Source"), _("The document that says so: its number, or its address."), required=True
    )

    day = None  # the last day that was given, right or wrong

    def __init__(self, pair, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pair = pair
        self.fields["role"].queryset = pair.batch.action.roles.all()
        if not self.fields["role"].queryset.exists():
            del self.fields["role"]

    def clean(self):
        facts = super().clean()
        self.day, named = facts.get("last_day"), facts.pop("named", "")
        facts["supporter"] = facts.get("supporter") or self.university_named(named)
        if facts.get("kind") == EndKind.REPLACED and not (facts["supporter"] or self.errors):
            self.add_error("supporter", _("Choose the university that takes its place."))
        if facts.get("kind") == EndKind.ENDED_EARLY and facts["supporter"]:
            self.add_error("supporter", _("Leave it empty where the pair ends without a new supporter."))
        return facts

    def university_named(self, text):
        if not text.strip():
            return None
        bears = Q(code=text.strip()) | Q(names__key=name_matching.fold(text))
        found = University.objects.filter(bears).order_by().distinct()[:2]
        if len(found) == 1:
            return found[0]
        self.add_error("named", _("Write the full name of one university, or its code."))
        return None

    def name_of(self, field):
        return {"ended_on": "last_day", "supporter_name": "printed"}.get(field, field.removeprefix("end_"))

    def record(self, by):
        """Do what was filled in, and return the pair that the page is to lead to."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "kind"}
        if self.cleaned_data["kind"] == EndKind.REPLACED:
            return workflow.replace_supporter(self.pair, by, **facts)
        kept = {name: facts[name] for name in ("last_day", "reason", "reason_en", "source")}
        return workflow.end_early(self.pair, by, **kept)

    def try_out(self, by):
        """Return what `record` would, and do nothing; its objections are in the form."""
        with transaction.atomic():
            found = self.write(lambda *_values: self.record(by))
            transaction.set_rollback(True)
        return found

    @property
    def later(self):
        """What is dated after the last day that was given, as Dependents."""
        return workflow.after(self.pair, self.day) if self.day else []

    @property
    def sent_again(self):
        """What was filled in, as hidden fields."""
        return [field.as_hidden() for field in self if self.data.get(field.html_name)]


@permission_required("pairs.change_pair", raise_exception=True)
def end(request, pk):
    """Ask what happened, show what it would mean, and record it."""
    pair = get_object_or_404(Pair.objects.select_related("batch__action", "recipient", "supporter"), pk=pk)
    if pair.ended_on:
        messages.info(request, _("This pair has ended already."))
        return redirect("admin:pairs_pair_change", pair.pk)
    form = EndForm(pair, *sent(request), initial={"supporter": request.GET.get("supporter", "")})
    planned = form.try_out(request.user) if form.is_bound and form.is_valid() else None
    if planned and "confirm" in request.POST and (done := form.write(lambda *_values: form.record(request.user))):
        messages.success(request, _("Recorded. What was done before stays with its supporter."))
        return redirect("admin:pairs_pair_change", done.pk)
    checking = planned is not None and "change" not in request.POST
    template = "pairs/pairs/admin/pair_end_check.html" if checking else "pairs/pairs/admin/pair_end.html"
    title = _("Supporter replaced, or ended early: %(pair)s") % {"pair": pair}
    facts = {"form": form, "pair": pair, "planned": planned, "dependents": pair.dependents(), "later": form.later}
    return page(request, template, title, forms=[form], model=Pair, **facts)
