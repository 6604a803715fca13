"""What a university may type about the employment of its graduates."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.conflicts import BothTexts, version_of
from core.exceptions import Conflict, Refused
from core.form_fields import DayField, FigureField
from core.templatetags.formatting import figure

from .models import GraduateGroup

NUMBERS = ("graduates", "employed")


class SnapshotForm(BothTexts, forms.Form):
    """One group's numbers; when others were saved meanwhile, number by number both."""

    graduates = FigureField(label=gettext_lazy("Graduates"), help_text=gettext_lazy("All of this group, in persons."))
    employed = FigureField(
        label=gettext_lazy("Of them employed"),
        help_text=gettext_lazy("Counted as the ministry's statistics do; the rate is computed."),
    )

    def __init__(self, data=None, *, snapshot=None):
        self.texts = {name: getattr(snapshot, name, None) for name in NUMBERS}
        super().__init__(data, initial=self.texts)
        self.version = version_of(data, getattr(snapshot, "version", None))
        if snapshot:
            self.remember(NUMBERS)
            self.show_both(self.differing, self.texts)

    def clean(self):
        """Both numbers, and none that is impossible, each with its remedy."""
        facts = super().clean()
        self.refuse_unchosen()
        facts |= {name: self.texts[name] for name in NUMBERS if self.leaves(name)}
        for name in NUMBERS:
            if name in facts and facts[name] is None:
                self.add_error(name, _("Give this number; 0 means none."))
        graduates, employed = (facts.get(name) for name in NUMBERS)
        if graduates == 0:
            self.add_error("graduates", _("There is at least one graduate in a group that is reported."))
        elif graduates and employed is not None and employed > graduates:
            words = {"employed": figure(employed), "graduates": figure(graduates)}
            message = _("%(employed)s of %(graduates)s is impossible; look whether the two were exchanged.")
            self.add_error("employed", message % words)
        return facts

    def write(self, verb):
        """What `verb` makes of both numbers, or None with its objections in the form."""
        try:
            return verb(*(self.cleaned_data[name] for name in NUMBERS))
        except Conflict as conflict:
            self.show_both(conflict.differing, conflict.theirs)
            self.version = conflict.version
            self.add_error(None, conflict.message)
        except Refused as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except ValidationError as error:
            faults = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            for name, found in faults.items():
                for message in found:
                    self.add_error(name if name in self.fields else None, message)
        return None

    @property
    def all_rows(self):
        return self.rows(*self.fields)

    @property
    def problems(self):
        general = [(next(iter(self)).id_for_label, "", message) for message in self.non_field_errors()]
        return general + [(field.id_for_label, field.label, each) for field in self for each in field.errors]


class NewSnapshotForm(SnapshotForm):
    """A first report: for which university, as of which day, of which group."""

    university = forms.ModelChoiceField(label=gettext_lazy("University"), queryset=None, empty_label=None)
    as_of = DayField(label=gettext_lazy("As of"))
    group = forms.ModelChoiceField(label=gettext_lazy("Group"), queryset=None, empty_label=None)
    field_order = ["university", "as_of", "group", *NUMBERS]

    def __init__(self, data=None, *, universities):
        super().__init__(data)
        self.fields["university"].queryset = universities
        self.fields["university"].label_from_instance = lambda one: one.local_name
        self.fields["group"].queryset = GraduateGroup.objects.asked_for()
        self.fields["as_of"].initial = timezone.localdate()
        self.fields["as_of"].show(timezone.localdate())

    def clean_as_of(self):
        if self.cleaned_data["as_of"] is None:
            raise ValidationError(_("Give the day to which the numbers refer."))
        return self.cleaned_data["as_of"]
