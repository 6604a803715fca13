"""What an inspector types: rounds, drawings, answers to the questions, findings."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import coordinators_of
from core.form_fields import DayField, FigureField, column_field
from core.forms import ConflictForm, WorkflowForm, faults_by_field
from core.numbers import KeysField
from oversight.inspections.models.checklist import Checklist
from oversight.inspections.models.finding import Finding
from oversight.inspections.models.inspection import Answer, Inspection, Verdict
from oversight.inspections.models.inspection_round import Draw, InspectionRound
from pairs.models import Batch, Side

NO_DAY = _("Give this day.")


class RoundForm(ConflictForm):
    """Name, days and questions of a round."""

    name = column_field(InspectionRound.name, _("Name"))
    name_en = column_field(InspectionRound.name_en, _("English name"))
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
    seed = column_field(
        Draw.seed,
        _("Seed"),
        _(
            "Something nobody can influence, for example the result of a public lottery named beforehand. "
            "Leave it empty to have one generated. It is kept, shown, and cannot be changed."
        ),
        required=False,
    )


class InspectionForm(ConflictForm):
    """The day, a verdict and a note on every question, and the conclusion of one inspection."""

    visited_on = DayField(label=_("Day of the inspection"), help_text=_("For example 2020-07-15."))
    conclusion = column_field(
        Inspection.conclusion,
        _("Conclusion"),
        _("Once concluded, both universities and their provinces read it."),
        rows=6,
    )

    def __init__(self, data=None, *, inspection):
        self.answers = list(inspection.answers.all())
        super().__init__(data, texts=inspection.texts(), version=inspection.version)

    def ask(self):
        verdicts = [("", _("not looked at yet")), *Verdict.choices]
        for number, answer in enumerate(self.answers, start=1):
            label = _("Verdict on question %(number)s") % {"number": number}
            self.fields[f"verdict-{answer.pk}"] = forms.ChoiceField(label=label, required=False, choices=verdicts)
            label = _("Note on question %(number)s") % {"number": number}
            self.fields[f"note-{answer.pk}"] = column_field(Answer.note, label, rows=2)

    @property
    def groups(self):
        """Each question with its two rows."""
        return [(one, self.rows(f"verdict-{one.pk}", f"note-{one.pk}")) for one in self.answers]


class QuestionForm(InspectionForm):
    """One question of an inspection on a page of its own, or day and conclusion on the last one."""

    def __init__(self, data=None, *, inspection, place):
        self.place = place
        super().__init__(data, inspection=inspection)

    def ask(self):
        """Keep only the fields of this page; a verdict is chosen among radio buttons."""
        super().ask()
        if answer := self.answer:
            shown = {f"verdict-{answer.pk}", f"note-{answer.pk}"}
            self.fields[f"verdict-{answer.pk}"].widget = forms.RadioSelect(choices=Verdict.choices)
            self.fields[f"verdict-{answer.pk}"].label = _("Verdict")
            self.fields[f"note-{answer.pk}"].label = _("Note")
        else:
            shown = {"visited_on", "conclusion"}
        self.fields = {name: field for name, field in self.fields.items() if name in shown}

    @property
    def answer(self):
        """The Answer of this page; None on the last one."""
        return self.answers[self.place - 1] if self.place <= len(self.answers) else None

    def take_faults(self, error):
        """Name the question of which something is missing for a conclusion, where it is not on this page."""
        numbers = {str(answer.pk): number for number, answer in enumerate(self.answers, start=1)}
        for field, messages in faults_by_field(error).items():
            number = numbers.get(field.partition("-")[2])
            if field in self.fields or not number:
                super().take_faults(ValidationError({field: messages} if field else messages))
            else:
                said = {"number": number, "message": " ".join(map(str, messages))}
                self.add_error(None, _("Question %(number)s: %(message)s") % said)


class FindingForm(ConflictForm):
    """What was found, who mends it, and by when."""

    text = column_field(
        Finding.text, _("What was found"), _("Both sides read it at once. No names of students."), rows=5
    )
    side = forms.ChoiceField(label=_("To be corrected by"), choices=Side)
    person = forms.ModelChoiceField(
        label=_("Person in charge"),
        queryset=None,
        required=False,
        empty_label=_("all coordinators of the side"),
        help_text=_("A coordinator of that side."),
    )
    due_on = DayField(
        label=_("Due on"),
        missing=_("Give the date by which it is to be corrected."),
        help_text=_("The date by which it is to be corrected."),
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
