"""What a person gives who decides: a reason, or the value on which two accounts agree."""

from django import forms
from django.utils.translation import gettext as _

from core.form_fields import FigureField

from .forms import FIGURE, code_of


class MergeForm(forms.Form):
    """The value on which both accounts agree, figure by figure."""

    def __init__(self, data=None, *, rows):
        super().__init__(data)
        self.rows_shown = rows
        for indicator, mine, theirs, agreed in rows:
            units = {indicator.unit, indicator.unit_en}
            words = {"name": indicator.local_name, "unit": indicator.local_unit}
            field = FigureField(label=_("%(name)s (%(unit)s)") % words, units=units, help_text=indicator.local_rule)
            field.initial = agreed if agreed is not None else only_value(mine, theirs)
            self.fields[FIGURE + indicator.code] = field

    def values(self):
        return {code_of(name): value for name, value in self.cleaned_data.items() if value is not None}

    def take_faults(self, error):
        faults = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        for field, messages in faults.items():
            self.add_error(FIGURE + field if FIGURE + field in self.fields else None, messages)

    @property
    def rows(self):
        return [
            (self[FIGURE + indicator.code], indicator, mine, theirs)
            for indicator, mine, theirs, _agreed in self.rows_shown
        ]

    @property
    def problems(self):
        first = next((field.id_for_label for field in self), "main")
        general = [(first, "", message) for message in self.non_field_errors()]
        return general + [(field.id_for_label, field.label, each) for field in self for each in field.errors]


def only_value(mine, theirs):
    """The value that stands where both accounts agree or only one gives it."""
    given = {value for value in (mine, theirs) if value is not None}
    return given.pop() if len(given) == 1 else None
