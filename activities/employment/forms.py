"""What a university may type about the employment of its graduates."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.form_fields import DayField, FigureField
from core.forms import ConflictForm
from core.templatetags.formatting import figure

from .models import PART_LABELS, GraduateGroup
from .suppression import PARTS, SIDES

NUMBERS = ("graduates", "employed")
BEYOND = {
    "employed": gettext_lazy("The ways of being employed add up to %(sum)s, more than the %(total)s employed."),
    "others": gettext_lazy("%(sum)s still looking for work are more than the %(total)s who are not employed."),
}
MISSING = gettext_lazy("Give this number; 0 means none.")


class SnapshotForm(ConflictForm):
    """One group's numbers; when others were saved meanwhile, number by number both."""

    forbids = True

    graduates = FigureField(
        label=gettext_lazy("Graduates"), missing=MISSING, help_text=gettext_lazy("All of this group, in persons.")
    )
    employed = FigureField(
        missing=MISSING,
        label=gettext_lazy("Of them employed"),
        help_text=gettext_lazy("Counted as the ministry's statistics do; the rate is computed."),
    )

    contract, further_study, own_business, flexible, grassroots, seeking = (
        FigureField(label=PART_LABELS[name], required=False) for name in PARTS
    )

    def __init__(self, data=None, *, snapshot=None):
        super().__init__(data, texts=snapshot and snapshot.texts(), version=getattr(snapshot, "version", None))

    @property
    def main_rows(self):
        return [row for row in self.rows() if row.field.name not in PARTS]

    @property
    def part_rows(self):
        return [row for row in self.rows() if row.field.name in PARTS]

    @property
    def parts_open(self):
        """Whether something stands, or is wrong, in the part that is folded away."""
        return any(row.field.errors or row.both or row.field.value() not in (None, "") for row in self.part_rows)

    def clean(self):
        """Both numbers, and none that is impossible, each with its remedy."""
        facts = super().clean()
        facts |= {name: self.initial[name] for name in (*NUMBERS, *PARTS) if self.leaves(name)}
        graduates, employed = (facts.get(name) for name in NUMBERS)
        if graduates == 0:
            self.add_error("graduates", _("There is at least one graduate in a group that is reported."))
        elif graduates and employed is not None and employed > graduates:
            words = {"employed": figure(employed), "graduates": figure(graduates)}
            message = _("%(employed)s of %(graduates)s is impossible; look whether the two were exchanged.")
            self.add_error("employed", message % words)
        elif graduates and employed is not None:
            self._clean_parts(facts, {"employed": employed, "others": graduates - employed})
        return facts

    def _clean_parts(self, facts, totals):
        """The parts of a side are no more than it."""
        for side, total in totals.items():
            given = {name: facts.get(name) for name in SIDES[side] if facts.get(name) is not None}
            if sum(given.values()) > total:
                words = {"sum": figure(sum(given.values())), "total": figure(total)}
                self.add_error(list(given)[-1], BEYOND[side] % words)

    def values(self):
        return self.cleaned_data


class NewSnapshotForm(SnapshotForm):
    """A first report: for which university, as of which day, of which group."""

    university = forms.ModelChoiceField(label=gettext_lazy("University"), queryset=None, empty_label=None)
    as_of = DayField(label=gettext_lazy("As of"), missing=gettext_lazy("Give the day to which the numbers refer."))
    group = forms.ModelChoiceField(label=pgettext_lazy("employment", "Group"), queryset=None, empty_label=None)
    field_order = ["university", "as_of", "group", *NUMBERS, *PARTS]

    def __init__(self, data=None, *, universities):
        super().__init__(data)
        self.fields["university"].queryset = universities
        self.fields["university"].label_from_instance = lambda one: one.local_name
        self.fields["group"].queryset = GraduateGroup.objects.asked_for()
        self.fields["as_of"].initial = timezone.localdate()
        self.fields["as_of"].show(timezone.localdate())
