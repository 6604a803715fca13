"""What an inspector types: rounds, drawings, answers to the questions, findings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import coordinators_of
from core.conflicts import ConflictForm
from core.form_fields import DayField, FigureField, LineField
from core.forms import WorkflowForm
from core.numbers import KeysField
from oversight.inspections.models.checklist import Checklist
from oversight.inspections.models.inspection import Verdict
from oversight.inspections.models.inspection_round import SEED_LENGTH
from pairs.models import Batch, Side

NO_DAY = _("Give this day.")


class RoundForm(ConflictForm):
    """Name, days and questions of a round."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("For example 2020年7月督导检查."))
    name_en = forms.CharField(label=_("English name"), required=False, max_length=200)
    starts = DayField(label=_("First day"), missing=NO_DAY, help_text=_("For example 2020-07-01."))
    ends = DayField(label=_("Last day"), missing=NO_DAY)
    checklist = forms.ModelChoiceField(
        label=_("Checklist"),
        queryset=None,
        empty_label=None,
        help_text=_("Each inspection copies its questions; later changes leave the copies alone."),
    )

    def ask(self):
        self.fields["checklist"].queryset = Checklist.objects.offered()


class NewRoundForm(RoundForm):
    """A round that begins: also the batches it looks at."""

    batches = KeysField(
        label=_("Batches"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their published pairs are the candidates. The choice stays."),
        error_messages={"required": _("Choose at least one batch.")},
    )
    field_order = ["name", "name_en", "batches", "starts", "ends", "checklist"]

    def ask(self):
        super().ask()
        self.fields["batches"].queryset = Batch.objects.published().select_related("action").order_by("-number")
        self.fields["batches"].label_from_instance = lambda batch: f"{batch} · {batch.action}"


class DrawForm(WorkflowForm):
    """How many pairs are drawn, and from which seed."""

    number = FigureField(label=_("Number of pairs"), missing=_("Say how many pairs are to be drawn."))
    seed = forms.CharField(
        label=_("Seed"),
        required=False,
        max_length=SEED_LENGTH,
        help_text=_(
            "Something nobody could choose on purpose, for example the result of a public lottery named beforehand. "
            "Empty: one is made up. It is kept, shown, and cannot be changed."
        ),
    )


class InspectionForm(ConflictForm):
    """The day, a verdict and a note on every question, and the conclusion of one inspection."""

    visited_on = DayField(label=_("Day of the inspection"), help_text=_("For example 2020-07-15."))
    conclusion = LineField(
        label=_("Conclusion"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Once concluded, both universities and their provinces read it."),
    )

    def __init__(self, data=None, *, inspection):
        self.answers = list(inspection.answers.all())
        super().__init__(data, texts=inspection.texts(), version=inspection.version)

    def ask(self):
        verdicts = [("", _("not looked at yet")), *Verdict.choices]
        for number, answer in enumerate(self.answers, start=1):
            label = _("Verdict on question %(number)s") % {"number": number}
            self.fields[f"verdict-{answer.pk}"] = forms.ChoiceField(label=label, required=False, choices=verdicts)
            label, area = _("Note on question %(number)s") % {"number": number}, forms.Textarea({"rows": 2})
            self.fields[f"note-{answer.pk}"] = LineField(label=label, required=False, max_length=2000, widget=area)

    @property
    def groups(self):
        """Each question with its two rows."""
        return [(one, self.rows(f"verdict-{one.pk}", f"note-{one.pk}")) for one in self.answers]

    @property
    def first_rows(self):
        return self.rows("visited_on")

    @property
    def last_rows(self):
        return self.rows("conclusion")


class FindingForm(ConflictForm):
    """What was found, who mends it, and by when."""

    text = LineField(
        label=_("What was found"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Both sides read it at once. No names of students."),
    )
    side = forms.ChoiceField(label=_("To be mended by"), choices=Side)
    person = forms.ModelChoiceField(
        label=_("Person in charge"),
        queryset=None,
        required=False,
        empty_label=_("all coordinators of the side"),
        help_text=_("A coordinator of that side."),
    )
    due_on = DayField(
        label=_("Due on"),
        missing=_("Give the day by which it is to be mended."),
        help_text=_("The day by which it is to be mended."),
    )

    def __init__(self, data=None, *, pair, texts=None, version=None):
        self.pair = pair
        super().__init__(data, texts=texts, version=version)

    def ask(self):
        """The side by name of the university, the person among those who speak for one of the sides."""
        names = {side.side: f"{side.side.label} · {side.local_name}" for side in self.pair.sides}
        self.fields["side"].choices = [(side.value, names[side]) for side in Side]
        speaks_for = people_in_charge(self.pair, self.initial.get("person"))
        self.fields["person"].queryset = User.objects.filter(pk__in=speaks_for)
        self.fields["person"].label_from_instance = lambda user: f"{user} · {speaks_for[user.pk]}"


def people_in_charge(pair, present=None):
    """The coordinators of both sides today, and who is in charge already, with the name of the side."""
    found = {present.pk: _("in charge so far")} if present else {}
    for side in pair.sides:
        found |= {post.user_id: side.local_name for post in coordinators_of(pair, side.side)}
    return found
