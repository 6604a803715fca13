"""Several days of one kind of activity on one page: which days, and a row of figures for each."""

import datetime
import re
from copy import deepcopy

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.activities import workflow
from activities.activities.forms import FIGURE, LoggingForm, code_of
from activities.activities.models.states import Stage, Status
from core.form_fields import DayField, example_day, period_of, years_told
from core.forms import Row, WorkflowForm
from core.numbers import whole_number
from core.templatetags.formatting import WEEKDAYS

MOST_DAYS = 31  # on one page
SPARE_ROWS = 2  # for days that were forgotten
ROW_OF_DAY = re.compile(r"r(\d{1,3})-day")
BETWEEN_DAYS = re.compile(r"[\n;；、，,]+")


class DaysForm(forms.Form):
    """A list of days, or a weekly rhythm between two of them; or both."""

    days = forms.CharField(
        label=gettext_lazy("List of days"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Every week on"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    first = DayField(label=gettext_lazy("First day"))
    last = DayField(label=gettext_lazy("Last day"))

    def __init__(self, data, batch):
        super().__init__(data)
        self.period, self.years, self.found = period_of(batch), frozenset(), []
        example = example_day(batch)
        self.fields["days"].help_text = _("One below the other or separated by commas, for example %(day)s.") % {
            "day": example.isoformat()
        }
        self.fields["days"].widget.attrs["autofocus"] = True  # nothing else is to be done on its page
        self.fields["weekdays"].choices = [(str(number), name) for number, name in enumerate(WEEKDAYS)]

    def clean_days(self):
        """The days of the list; each that cannot be read is named."""
        found, faults, field = [], [], DayField(period=self.period)
        for text in filter(str.strip, BETWEEN_DAYS.split(self.cleaned_data["days"])):
            try:
                found.append(field.clean(text))
            except ValidationError as error:
                facts = {"day": text.strip(), "message": error.messages[0]}
                faults.append(ValidationError(_("“%(day)s”: %(message)s"), params=facts))
        if faults:
            raise ValidationError(faults)
        self.years = field.years_taken
        return found

    @property
    def years_told(self):
        """The sentence that says which years were taken for days without one."""
        return years_told(self.years)

    def clean(self):
        facts = super().clean()
        first, last = facts.get("first"), facts.get("last")
        if facts.get("weekdays") and not self.errors and not (first and last and first <= last):
            self.add_error("first", _("A weekly rhythm needs its first and its last day."))
        if self.errors:
            return facts
        self.found = sorted({*facts["days"], *weekly(facts["weekdays"], first, last)})
        if not self.found:
            self.add_error("days", _("Give the days, or a weekly rhythm."))
        elif len(self.found) > MOST_DAYS:
            message = _("These are %(number)s days, and a page takes %(most)s; give the others afterwards.")
            self.add_error("days", message % {"number": len(self.found), "most": MOST_DAYS})
        return facts

    @property
    def list_rows(self):
        return [Row(self["days"])]

    @property
    def rhythm_rows(self):
        return [Row(self["first"]), Row(self["last"])]

    @property
    def problems(self):
        """Every error as (id, label, message), as the summary above a form names them."""
        return [(field.auto_id, field.label, message) for field in self for message in field.errors]


def weekly(weekdays, first, last):
    """The days between `first` and `last` that fall on these days of the week; no more than are needed to refuse."""
    if not weekdays:
        return []
    span = range(min((last - first).days + 1, 7 * (MOST_DAYS + 1)))
    days = (first + datetime.timedelta(days=each) for each in span)
    return [day for day in days if str(day.weekday()) in weekdays]


def rows_in(data):
    """How many rows a form that was typed has; no more than a page takes."""
    rows = [whole_number(found[1]) for name in data or () if (found := ROW_OF_DAY.fullmatch(name))]
    return min(max(rows, default=-1) + 1, MOST_DAYS + SPARE_ROWS)


class CommonForm(LoggingForm):
    """What holds for all days: words, time and place, and what shows it. Its `rows_of_days` have the rest."""

    def __init__(self, data=None, files=None, *, days, **facts):
        self.days = days
        super().__init__(data, files, **facts)

    def ask(self):
        """Days and figures are asked for in a row a day."""
        super().ask()
        figures = {name: self.fields.pop(name) for name in self.figures}
        for name in ("starts_on", "ends_on"):
            del self.fields[name]
        self.asked_figures, self.figures = figures, {}
        self.initial = {}
        self.fields["title"].help_text = _("For all days; a row may have one of its own.")
        data = self.data if self.is_bound else None
        number = max(len(self.days) + SPARE_ROWS, rows_in(data))
        facts = {"period": period_of(self.pair.batch)}
        self.day_rows = [
            DayRow(data, figures, self.preset, self.day(at), prefix=f"r{at}", **facts) for at in range(number)
        ]

    def day(self, at):
        return self.days[at] if at < len(self.days) else None

    def is_valid(self):
        """Whether the common part and every row are right; at least one row is needed."""
        right = [row.is_valid() for row in self.day_rows]
        valid = super().is_valid() and all(right)
        if valid and not any(row.is_used for row in self.day_rows):
            self.add_error(None, _("Give at least one day."))
            return False
        return valid and not self.errors

    @property
    def common_rows(self):
        return self.rows("title", *(("starts_at", "link", "place") if self.stage == Stage.PLANNED else ()))

    @property
    def problems(self):
        rows = [problem for row in self.day_rows for problem in row.problems]
        return super().problems + rows

    def entries(self, by, token):
        """Make a draft of each row, with files and link, all or none; those already made are brought up to date."""
        try:
            with transaction.atomic():
                used = [(at, row) for at, row in enumerate(self.day_rows) if row.is_used]
                made = [self.entry(by, f"{token}.{at}", row) for at, row in used]
                if all(self.attach(by, entry) for entry in made):
                    return made
                transaction.set_rollback(True)
        except ValidationError:
            pass
        return []  # the row that was refused says why, or the file

    def entry(self, by, token, row):
        common = {name: value for name, value in self.values().items() if name in ("title_en", "description", "place")}
        common |= {name: self.cleaned_data[name] for name in ("starts_at", "link", "title")}
        values, figures = common | row.values(), row.figures()
        try:
            entry = workflow.draft(by, self.pair, self.kind, token=token, stage=self.stage, measures=figures, **values)
            there = entry.texts()
            if entry.status == Status.DRAFT and any(
                there.get(name) != value for name, value in {**values, **figures}.items()
            ):
                workflow.edit(entry, by, None, values, figures)
            return entry
        except ValidationError as error:
            row.take_faults(error)
            raise


class DayRow(WorkflowForm):
    """One day with its figures; a row without a day is left out."""

    day = DayField(label=gettext_lazy("Day"))
    title = forms.CharField(label=gettext_lazy("Title of its own"), required=False, max_length=100)

    def __init__(self, data, figures, preset, day, prefix, period):
        super().__init__(data, prefix=prefix, initial={"day": day} | preset)
        self.fields |= deepcopy(figures)
        self.preset = preset
        self.fields["day"].period = period
        self.fields["day"].widget.attrs["size"] = 12
        self.figure_names = list(figures)

    @property
    def as_rows(self):
        return [Row(self[name]) for name in self.fields]

    @property
    def is_used(self):
        return bool(self.cleaned_data.get("day"))

    def clean(self):
        facts = super().clean()
        typed = any(facts.get(name) not in (None, "", self.preset.get(name)) for name in self.fields if name != "day")
        if typed and not facts.get("day") and "day" not in self.errors:
            self.add_error("day", _("Give the day of this row, or clear the row."))
        return facts

    def values(self):
        day, title = self.cleaned_data["day"], self.cleaned_data["title"]
        return {"starts_on": day, "ends_on": day} | ({"title": title} if title else {})

    def figures(self):
        return {code_of(name): self.cleaned_data[name] for name in self.figure_names}

    def name_of(self, field):
        named = {"starts_on": "day", "ends_on": "day"}.get(field, field)
        return FIGURE + named if FIGURE + named in self.fields else named
