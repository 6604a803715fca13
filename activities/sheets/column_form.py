"""The form in which a coordinator says what the columns of a table of one's own mean."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from core.form_fields import DayField, period_of
from core.forms import WorkflowForm
from pairs.reader.row_reader import shortened

from .columns import columns_of
from .sheet_table import as_typed

SAMPLES = 3  # values of a column that are shown beside it
NOT_READ = gettext_lazy("– not read –")


class SheetColumnsForm(WorkflowForm):
    """A choice for each column of the table, and for what holds for all its rows."""

    titled = forms.BooleanField(label=gettext_lazy("The first row holds the titles"), required=False)

    def __init__(self, data=None, *, sheet, scope):
        super().__init__(data)
        self.sheet, self.scope = sheet, scope
        rows, self.titles = sheet.table["rows"], sheet.table["titles"]
        self.places = [at for at in self.widest(rows) if any(len(cells) > at and cells[at] for _no, cells in rows)]
        known = [(column.key, column.label) for column in columns_of(scope)]
        proposed = {int(at): key for at, key in sheet.columns.items()} or self.guessed(rows)
        for at in self.places:
            label = f"{get_column_letter(at + 1)} · {self.titles[at]}" if self.title(at) else get_column_letter(at + 1)
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=label,
                choices=[("", NOT_READ), *known],
                required=False,
                initial=proposed.get(at, ""),
                help_text=" · ".join(self.samples(rows, at)),
            )
        self.add_constants()
        if self.titles:
            del self.fields["titled"]
        else:
            self.fields["titled"].initial = not self.guessed(rows[:1])

    def add_constants(self):
        pairs = [(choice.pair.address, choice.label) for choice in self.scope.offered]
        kinds = [(kind.code, kind.local_name) for kind in self.scope.offered_kinds]
        labels = {"pair": _("Partner, where no column says it"), "kind": _("Kind of activity, where no column says it")}
        for key, choices in (("pair", pairs), ("kind", kinds)):
            if key == "kind" or len(pairs) > 1:
                initial = self.sheet.constants.get(key, "")
                field = forms.ChoiceField(label=labels[key], choices=[("", "–"), *choices], required=False)
                field.initial = initial
                self.fields[f"all-{key}"] = field

    def widest(self, rows):
        return range(max([len(self.titles), *(len(cells) for _number, cells in rows)], default=0))

    def title(self, at):
        return self.titles[at] if at < len(self.titles) else ""

    def samples(self, rows, at):
        values = dict.fromkeys(cells[at] for _number, cells in rows if len(cells) > at and cells[at])
        return [shortened(value)[:30] for value in list(values)[:SAMPLES]]

    def guessed(self, rows):
        """{place: key} by what stands in the first row: a partner, a kind, a day."""
        found = {}
        for at, text in enumerate(rows[0][1] if rows else ()):
            key = self.meaning(text)
            if key and key not in found.values():
                found[at] = key
        return found

    def meaning(self, text):
        if not text:
            return ""
        if self.scope.pairs_called(text):
            return "pair"
        if any(self.scope.kind_called(text, kind.mechanism.action_id) for kind in self.scope.kinds):
            return "kind"
        try:
            return "starts_on" if DayField(period=period_of()).clean(as_typed("starts_on", text)) else ""
        except ValidationError:
            return ""

    def clean(self):
        facts, taken = super().clean(), {}
        for at in self.places:
            key = facts.get(f"column-{at}")
            if key and taken.setdefault(key, at) != at:
                message = _("Column %(column)s is chosen for the same already; choose another meaning.")
                self.add_error(f"column-{at}", message % {"column": get_column_letter(taken[key] + 1)})
        facts.setdefault("titled", False)
        return facts

    def columns(self):
        """What was chosen, {place: key}, of a valid form."""
        chosen = {at: self.cleaned_data[f"column-{at}"] for at in self.places}
        return {at: key for at, key in chosen.items() if key}

    def constants(self):
        chosen = {key: self.cleaned_data.get(f"all-{key}", "") for key in ("pair", "kind")}
        return {key: value for key, value in chosen.items() if value}
