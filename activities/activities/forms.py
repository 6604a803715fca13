"""What a person may type on the desk; what may be kept is the models' affair, and their answers come back here."""

import datetime

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from activities.activities.kept_files import KeepsFiles
from activities.activities.models.editing import WORDS
from activities.activities.models.evidence import Evidence
from activities.activities.models.states import Stage
from activities.catalogue.models import Indicator
from core.exceptions import Refused
from core.form_fields import DayField, FigureField, FilesField, LineField, TimeField, example_day, ticked_name
from core.forms import ConflictForm, WorkflowForm
from core.links import WebAddressFormField

REPEATED = ("title", "title_en", "description", "starts_at", "link", "place")  # by a copy of an entry
FIGURE = "n_"  # before the code of an indicator, so that no code can be taken for a word of the form


def files_hint():
    limits = {"files": settings.MAX_FILES, "megabytes": settings.MAX_FORM_MEGABYTES}
    return (
        _(
            "PDF, JPEG, PNG, Word or Excel, up to 10 MB each, at most %(files)s files and %(megabytes)s MB at once. "
            "Do not upload lists of students or anything with names, identity or telephone numbers of students."
        )
        % limits
    )


FILES_HINT = lazy(files_hint, str)()


def counting_itself(kind, asked):
    """The code of the figure, the first that is asked for, that counts the event itself; none in other kinds."""
    return [one.code for one in asked[:1] if one.counts_events and not kind.is_period]


class ActivityForm(ConflictForm):
    """The words and figures of one activity of one kind, planned or held."""

    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=100)
    starts_on = DayField(label=gettext_lazy("Day"))
    ends_on = DayField(label=gettext_lazy("Last day"))
    starts_at = TimeField(label=gettext_lazy("Time"), help_text=gettext_lazy("Beijing time, for example 14:30."))
    link = WebAddressFormField(label=gettext_lazy("Link"), required=False, max_length=500, widget=forms.TextInput)
    place = forms.CharField(label=gettext_lazy("Where"), required=False, max_length=100)
    description = LineField(
        label=gettext_lazy("Description"), required=False, max_length=2000, widget=forms.Textarea({"rows": 5})
    )
    title_en = forms.CharField(label=gettext_lazy("English title"), required=False, max_length=200)

    def __init__(self, data=None, files=None, *, kind, stage, pair, activity=None, version=None, copied=None):
        """`copied` is the entry whose words stand in the form at first; its days and figures are its own."""
        self.kind, self.stage, self.pair, self.activity, self.copied = kind, stage, pair, activity, copied
        super().__init__(data, files, texts=activity and activity.texts(), version=version)
        for name in REPEATED if copied else ():
            self.fields[name].initial = getattr(copied, name)
        self.order_fields((*self.main_names, *self.figures, "reason", "files", "proof", *self.more_names))

    def initial_of(self, texts):
        return as_initial(texts, self.kind)

    def ask(self):
        """One field for each indicator of the kind, with its unit and its rule; a plan has no figures yet."""
        self._say_what_is_meant()
        there = {row.indicator.code: row.indicator for row in self.activity.figures()} if self.activity else {}
        asked = {} if self.stage == Stage.PLANNED else {one.code: one for one in self.kind.asked_indicators} | there
        self.figures = {}  # the codes of the indicators by the names of their fields
        for code, indicator in asked.items():
            units = {indicator.unit, indicator.unit_en}
            self.figures[FIGURE + code] = code
            self.fields[FIGURE + code] = FigureField(label=indicator.label, help_text=indicator.local_rule, units=units)
        if self.activity:
            self.initial = dict.fromkeys(self.figures) | self.initial
        self._count_the_event(list(asked.values()))

    def _count_the_event(self, asked):
        """Preset 1 where the first figure counts the event itself, until its figures are stored."""
        is_new = self.activity is None or self.activity.stage == Stage.PLANNED
        self.preset = {FIGURE + code: 1 for code in counting_itself(self.kind, asked) if is_new}
        self.initial = {**self.initial, **self.preset}

    def _say_what_is_meant(self):
        """The same fields mean something else for an event, a period and a plan."""
        first, last = self.fields["starts_on"], self.fields["ends_on"]
        if self.activity is None and self.stage == Stage.HELD and not self.kind.is_period:
            today = timezone.localdate()
            first.widget.shortcuts = (
                (pgettext("day", "Today"), today),
                (_("Yesterday"), today - datetime.timedelta(days=1)),
            )
        for field in (first, last):
            field.show(example_day(self.pair.batch))
        last.help_text = _("Only when it lasted several days.")
        if self.kind.is_period:
            first.label, last.label = _("First day of the period"), _("Last day of the period")
            last.help_text = _("The figures count in the month of this day.")
        self.fields["title"].help_text = _("What it was about, in Chinese, up to 100 characters.")
        self.fields["link"].help_text = _("Where it takes place or is described; it is public.")
        if self.stage == Stage.PLANNED and self.kind.online:
            self.fields["link"].help_text = _("Required: where people can join; it is public.")
            self.fields["starts_at"].help_text = _("Needed: Beijing time, for example 14:30.")

    def clean(self):
        facts = super().clean()
        ticked, day = self.data.get(ticked_name("starts_on")), facts.get("starts_on")
        if ticked and day and ticked != day.isoformat():
            self.add_error("starts_on", _("One day is typed and another one ticked; keep only one of them."))
        if not self.kind.is_period and facts.get("starts_on") and "ends_on" in facts and not facts["ends_on"]:
            facts["ends_on"] = facts["starts_on"]
        return facts

    # What goes to the transitions

    def arguments(self):
        """The words and days by field, and the figures by code; without those for which the stored ones were chosen."""
        given = self.values()
        figures = {code: given[name] for name, code in self.figures.items() if name in given}
        return {name: given[name] for name in WORDS if name in given}, figures

    def name_of(self, field):
        return FIGURE + field if FIGURE + field in self.fields else field

    def place_of(self, field):
        name = self.name_of(field)
        is_only_day = name == "ends_on" and not self.kind.is_period and not self.data.get("ends_on")
        return "starts_on" if is_only_day else name  # the only day has been asked for there

    # On the page

    @property
    def is_blank(self):
        """Whether nothing was typed or chosen."""
        typed = {name: self[name].value() for name in self.fields if self[name].value()}
        return not self.files and all(str(self.preset.get(name)) == text for name, text in typed.items())

    def begin_typing(self):
        """Put the cursor into the first empty field: who comes from the last entry begins at once."""
        empty = next((name for name in self.fields if not self[name].value()), None)
        if empty:
            self.fields[empty].widget.attrs["autofocus"] = True

    @property
    def not_asked(self):
        """What was typed for figures of the kind that this entry had before, as (name, text): to be copied."""
        typed = {code_of(name): text for name, text in self.data.items() if name.startswith(FIGURE) and text}
        others = Indicator.objects.filter(code__in=[code for code in typed if FIGURE + code not in self.fields])
        return [(one.local_name, typed[one.code]) for one in others]

    @property
    def left_over(self):
        """A link typed as evidence where the form asks for none, as (name, text): to be copied."""
        proof = self.data.get("proof") if "proof" not in self.fields else ""
        return [(LoggingForm.base_fields["proof"].label, proof)] if proof else []

    @property
    def main_names(self):
        return "title", "starts_on", "ends_on", *(("starts_at", "link", "place") if self.stage == Stage.PLANNED else ())

    @property
    def more_names(self):
        return "description", *(() if self.stage == Stage.PLANNED else ("place", "link", "starts_at")), "title_en"

    @property
    def main_rows(self):
        return self.rows(*self.main_names)

    @property
    def figure_rows(self):
        return [self.row(name) for name in self.figures]

    @property
    def more_rows(self):
        return self.rows(*self.more_names)

    @property
    def more_open(self):
        """Whether something stands, or is wrong, in the part that is folded away."""
        return any(row.field.errors or row.both or row.field.value() for row in self.more_rows)


class LoggingForm(KeepsFiles, ActivityForm):
    """What a side logs: words, figures, and what shows it."""

    files = FilesField(label=gettext_lazy("Files"), required=False, help_text=FILES_HINT)
    proof = WebAddressFormField(
        label=gettext_lazy("Or a link that shows it"),
        required=False,
        max_length=500,
        widget=forms.TextInput,
        help_text=gettext_lazy("For example the news on the website of the university."),
    )

    def attach(self, by, activity):
        """Keep files and link with the entry; False when one was refused, with the reason in the form.

        `told` is afterwards what else there is to tell about them.
        """
        self.told = []
        for upload in self.all_uploads():
            piece = self._try("files", Evidence.objects.attach, by, activity, upload)
            self.told += filter(None, [piece and piece.kept_for(upload)])
        if self.cleaned_data["proof"]:
            self._try("proof", Evidence.objects.attach_link, by, activity, self.cleaned_data["proof"])
        self.version = activity.version
        return self.is_valid()

    def _try(self, name, attach, *args):
        try:
            return attach(*args)
        except Refused as refusal:
            self.add_error(name, refusal.message)
        except ValidationError as error:
            for message in error.messages:
                self.add_error(name, message)

    @property
    def evidence_rows(self):
        return self.rows("files", "proof")


class CorrectionForm(ActivityForm):
    """Other values for what is confirmed, and why."""

    reason = LineField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The other side reads it and decides; it is kept."),
    )

    @property
    def reason_rows(self):
        return self.rows("reason")


def as_initial(texts, kind):
    """The texts of an entry as the form shows them; an only day is not said twice."""
    initial = {name: texts[name] for name in WORDS if name in texts}
    if not kind.is_period and initial.get("ends_on") == initial.get("starts_on"):
        initial["ends_on"] = None
    return initial | {FIGURE + code: value for code, value in texts.items() if code not in (*WORDS, "kind", "stage")}


def code_of(name):
    return name.removeprefix(FIGURE)


class MergeForm(WorkflowForm):
    """The value on which both accounts agree, figure by figure."""

    def __init__(self, data=None, *, rows):
        super().__init__(data)
        self.rows_shown = rows
        for indicator, mine, theirs, agreed in rows:
            units = {indicator.unit, indicator.unit_en}
            field = FigureField(label=indicator.label, units=units, help_text=indicator.local_rule)
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
