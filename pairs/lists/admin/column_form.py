"""The form in which an editor says which table is the list, where it begins, and what its columns are."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from core.numbers import whole_number
from pairs.reader import ColumnChoice
from pairs.reader.choice import TITLE, guessed, likeliest
from pairs.reader.limits import MAX_COLUMNS
from pairs.reader.row_reader import shortened

SHOWN = 12  # rows of the table above the form
LABELS = {
    "serial": _("Serial number"),
    "recipient": _("Recipient"),
    "supporter": _("Supporter"),
    "role": _("role of the supporter"),
}


class ColumnsForm(forms.Form):
    """The columns of one of the tables of a stored preview, proposed by their titles or as chosen before."""

    first = forms.IntegerField(
        label=_("Row with the first pair"),
        min_value=1,
        help_text=_("By the numbers beside the table; the rows above it are left out."),
    )

    def __init__(self, listed, data=None):
        self.tables = listed.tables
        self.at = self._table_in(data, listed.choice)
        self.rows = self.tables[self.at].rows
        super().__init__(data if data and "use" in data else None, initial=self._proposed(listed.choice))
        columns = [("", "–"), *self._columns()]
        for kind, label in LABELS.items():
            needed = kind in ("recipient", "supporter")
            self.fields[kind] = forms.TypedChoiceField(
                label=label, choices=columns, coerce=int, empty_value=None, required=needed
            )

    def _table_in(self, data, before):
        asked = whole_number((data or {}).get("table") or "", at_most=len(self.tables) - 1)
        if asked is not None:
            return asked
        return before.table if before else likeliest(self.tables)

    def _proposed(self, before):
        if before and before.table == self.at:
            return dict(before.columns) | {"first": before.first}
        first, columns = guessed(self.rows)
        return columns | {"first": first}

    def _columns(self):
        """Each column by its letter and the first thing that stands in it."""
        width = min(max(len(cells) for _number, cells in self.rows), MAX_COLUMNS)
        for at in range(width):
            stands = next((cells[at] for _number, cells in self.rows if len(cells) > at and cells[at]), "")
            yield at, f"{get_column_letter(at + 1)} · {shortened(stands)[:30]}"

    def clean(self):
        cleaned = super().clean()
        chosen = {}
        for kind in TITLE:
            at = cleaned.get(kind)
            if at is not None and chosen.setdefault(at, kind) != kind:
                facts = {"column": get_column_letter(at + 1), "label": LABELS[chosen[at]]}
                message = gettext("Column %(column)s is chosen for “%(label)s” already; choose another one.")
                self.add_error(kind, message % facts)
        return cleaned

    def clean_first(self):
        first = self.cleaned_data["first"]
        if not any(number >= first for number, _cells in self.rows):
            raise ValidationError(_("The table ends before this row; give the number of the row with the first pair."))
        return first

    def choice(self):
        """What was chosen, of a valid form."""
        columns = [(kind, self.cleaned_data[kind]) for kind in TITLE if self.cleaned_data[kind] is not None]
        return ColumnChoice(self.at, self.cleaned_data["first"], tuple(columns))

    @property
    def names(self):
        """What the tables are called, in order; a table without a name by its number."""
        for at, table in enumerate(self.tables):
            unnamed = not table.name or whole_number(table.name) is not None
            name = gettext("Table %(n)s") % {"n": at + 1} if unnamed else table.name
            yield at, gettext("%(name)s (hidden)") % {"name": name} if table.hidden else name

    @property
    def letters(self):
        return [label.partition(" ")[0] for _at, label in self._columns()]

    @property
    def shown(self):
        """The first rows of the table, each as wide as the widest."""
        width = len(self.letters)
        return [(number, (cells + [""] * width)[:width]) for number, cells in self.rows[:SHOWN]]

    @property
    def more(self):
        """How many rows follow those shown."""
        return max(0, len(self.rows) - SHOWN)
