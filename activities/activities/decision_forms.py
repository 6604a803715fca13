"""What a person gives who decides: a reason, or the value on which two accounts agree."""

from django.utils.translation import gettext as _

from core.form_fields import FigureField
from core.forms import WorkflowForm

from .forms import FIGURE, code_of


class MergeForm(WorkflowForm):
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

    def name_of(self, field):
        return FIGURE + field

    @property
    def rows(self):
        return [
            (self[FIGURE + indicator.code], indicator, mine, theirs)
            for indicator, mine, theirs, _agreed in self.rows_shown
        ]


def only_value(mine, theirs):
    """The value that stands where both accounts agree or only one gives it."""
    given = {value for value in (mine, theirs) if value is not None}
    return given.pop() if len(given) == 1 else None
