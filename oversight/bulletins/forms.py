"""What an editor types into a bulletin; whether it is true is the model's affair, and its answers come back here."""

from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from activities.models import Indicator
from core.conflicts import Row, version_of
from core.exceptions import Conflict, Refused
from core.form_fields import DayField, LineField
from oversight.bulletins.models.bulletin import LONGEST_HEADLINE, TEXTS
from oversight.bulletins.models.bulletin_figure import BulletinFigure
from pairs.models import Batch

from . import number_phrases as wording
from .as_of import OWN

ACTION = "action:"  # before the key of an action, so that no batch can be taken for one


class Answering(forms.Form):
    """A form that takes back what a verb objects to."""

    def write(self, verb):
        """What `verb` gives, or None with its objections in the form: what was typed stays."""
        try:
            return verb()
        except Conflict as conflict:
            self.theirs, self.version = conflict.theirs, conflict.version
            self.add_error(None, conflict.message)
        except Refused as refusal:
            self.add_error(None, refusal.message)
        except ValidationError as error:
            faults = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            for name, messages in faults.items():
                for message in messages:
                    self.add_error(name if name in self.fields else None, message)
        return None

    theirs = None
    version = None

    @property
    def rows(self):
        return [Row(field) for field in self]

    @property
    def problems(self):
        """Every error with the field it leads to; what concerns all leads to the first field."""
        first = next(iter(self)).id_for_label
        general = [(first, "", message) for message in self.non_field_errors()]
        return general + [(one.id_for_label, one.label, each) for one in self for each in one.errors]


class NewBulletinForm(Answering):
    """On which batches, and as of which day."""

    batches = forms.MultipleChoiceField(
        label=gettext_lazy("Batches it covers"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Single batches, or all batches of an action."),
        error_messages={"required": gettext_lazy("Choose at least one published batch.")},
    )
    as_of = DayField(
        label=gettext_lazy("As of"),
        help_text=gettext_lazy(
            "Counted is what was held, and confirmed, by the end of this day (Beijing time). For example 2020-05-21."
        ),
    )
    scope = forms.CharField(
        label=gettext_lazy("Scope in words"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Left empty, it is proposed, for example 第一批."),
    )
    scope_en = forms.CharField(
        label=gettext_lazy("Scope in words, in English"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Left empty, it is proposed, for example Batch 1."),
    )

    def __init__(self, data=None):
        super().__init__(data, initial={"as_of": timezone.localdate()})
        self.there = list(Batch.objects.published().select_related("action").order_by("number"))
        actions = {batch.action_id: batch.action for batch in self.there}
        whole = [(f"{ACTION}{key}", _("All batches: %(action)s") % {"action": one}) for key, one in actions.items()]
        single = [(str(batch.number), f"{batch} · {batch.action}") for batch in self.there]
        self.fields["batches"].choices = single + whole

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day is None:
            raise ValidationError(_("Give the day to which the figures refer."))
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come: give a day up to today."))
        return day

    @property
    def chosen(self):
        """The batches that were ticked, one by one or with their action."""
        ticked = set(self.cleaned_data["batches"])
        return [one for one in self.there if {str(one.number), f"{ACTION}{one.action_id}"} & ticked]

    def facts(self):
        """What a draft is made of; the words of the scope are proposed where none were typed."""
        given = {name: self.cleaned_data[name] for name in ("as_of", "scope", "scope_en")}
        chosen = self.chosen
        return given | {
            "batches": [batch.number for batch in chosen],
            "scope": given["scope"] or in_words(chosen, "zh-hans"),
            "scope_en": given["scope_en"] or in_words(chosen, "en"),
        }


def in_words(batches, language):
    """The batches as a scope: “第一批、第二批”, “Batch 1 and Batch 2”."""
    with override(language):
        return (" and " if language == "en" else "、").join(map(str, batches))


@dataclass
class FigureRow:
    """One figure of the form: its fields, and the wordings that would be true."""

    figure: object
    wording: forms.BoundField | None
    wording_en: forms.BoundField | None
    included: forms.BoundField
    true: list = field(default_factory=list)
    true_en: list = field(default_factory=list)


class BulletinForm(Answering):
    """The words of a draft, and per figure its wordings and whether it is in."""

    scope = forms.CharField(label=gettext_lazy("Scope in words"), max_length=100)
    scope_en = forms.CharField(label=gettext_lazy("Scope in words, in English"), max_length=200)
    qualifier = forms.CharField(
        label=gettext_lazy("Qualifier of the stated figures"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("What the source says of all its figures, for example 据不完全统计."),
    )
    qualifier_en = forms.CharField(
        label=gettext_lazy("Qualifier in English"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example: according to incomplete statistics."),
    )
    headline = LineField(
        label=gettext_lazy("Paragraph"),
        required=False,
        max_length=LONGEST_HEADLINE,
        widget=forms.Textarea({"rows": 6, "lang": "zh-Hans"}),
        help_text=gettext_lazy("Emptied, it is proposed anew. Every number in it has to be one of the wordings above."),
    )
    headline_en = LineField(
        label=gettext_lazy("Paragraph in English"),
        required=False,
        max_length=LONGEST_HEADLINE,
        widget=forms.Textarea({"rows": 6, "lang": "en"}),
        help_text=gettext_lazy("Emptied, it is proposed anew. Every number in it has to be one of the wordings above."),
    )

    def __init__(self, data=None, *, bulletin):
        super().__init__(data, initial={name: getattr(bulletin, name) for name in TEXTS})
        self.bulletin, self.version = bulletin, version_of(data, bulletin.version)
        self.figures = list(bulletin.figures.all())
        for figure in self.figures:
            self._ask(figure)

    def _ask(self, figure):
        """Whether a figure is in, and its wordings in both languages; what was stated keeps its own."""
        name = {"name": figure.local_name}
        included = forms.BooleanField(label=_("%(name)s: in the bulletin") % name, required=False)
        self.fields[f"{figure.pk}-included"] = included
        self.initial[f"{figure.pk}-included"] = figure.included
        labels = {"wording": _("%(name)s: wording") % name, "wording_en": _("%(name)s: wording in English") % name}
        for part, label in labels.items() if figure.is_computed else ():
            field = forms.CharField(label=label, max_length=50 if part == "wording" else 100)
            field.widget.attrs.update({"list": f"true-{figure.pk}-{part}", "autocomplete": "off"})
            self.fields[f"{figure.pk}-{part}"] = field
            self.initial[f"{figure.pk}-{part}"] = getattr(figure, part)

    def values(self):
        return {name: self.cleaned_data[name] for name in TEXTS}

    @property
    def theirs_rows(self):
        """The wordings that somebody else saved meanwhile, each with the name of its figure."""
        there = (self.theirs or {}).get("figures", {})
        return [{"name": row.local_name} | there[row.pk] for row in self.figures if row.pk in there]

    def chosen(self):
        """Per figure, by its key, what was chosen of it."""
        parts = ("wording", "wording_en", "included")
        return {row.pk: {part: self.cleaned_data.get(f"{row.pk}-{part}") for part in parts} for row in self.figures}

    @cached_property
    def figure_rows(self):
        return [self._row(figure) for figure in self.figures]

    def _row(self, figure):
        fields = [self[name] if name in self.fields else None for name in self._names(figure)]
        row = FigureRow(figure, *fields)
        if figure.is_computed:
            row.true = true_wordings(figure, wording.CHINESE)
            row.true_en = true_wordings(figure, wording.ENGLISH)
        return row

    @staticmethod
    def _names(figure):
        return [f"{figure.pk}-{part}" for part in ("wording", "wording_en", "included")]

    @property
    def text_rows(self):
        return [Row(self[name]) for name in TEXTS]


def true_wordings(figure, language):
    """The wordings of a computed figure that are true in a language, with its unit."""
    unit = figure.units(language)[0]
    true = wording.true_wordings(figure.value, language)
    return list(dict.fromkeys(wording.say(one, unit, language) for one in true))


class StatedForm(Answering):
    """A figure that was stated elsewhere, in the words of its source."""

    measure = forms.ChoiceField(
        label=gettext_lazy("Measure"),
        required=False,
        help_text=gettext_lazy("Where this portal counts it too, the ledger sets both side by side."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200)
    wording = forms.CharField(
        label=gettext_lazy("Wording"), max_length=50, help_text=gettext_lazy("As stated, for example 近800次.")
    )
    wording_en = forms.CharField(
        label=gettext_lazy("Wording in English"),
        max_length=100,
        help_text=gettext_lazy("With the same number, for example nearly 800 meetings."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=500,
        help_text=gettext_lazy("The address or the document that says so; it is printed beside the figure."),
    )
    source_en = forms.CharField(
        label=gettext_lazy("Source in English"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Where the figure stands in English, if elsewhere."),
    )
    translated = forms.ChoiceField(
        label=gettext_lazy("Our translation"),
        required=False,
        choices=[("", gettext_lazy("neither wording")), *BulletinFigure.Translated.choices],
        help_text=gettext_lazy("Which of the two wordings does not stand in a source as it is written here."),
    )

    def __init__(self, data=None, *, version=None):
        super().__init__(data)
        self.version = version_of(data, version)
        measures = [(one.code, one.local_name) for one in Indicator.objects.all()]
        own = [(one.code, one.local_name) for one in OWN.values()]
        self.fields["measure"].choices = [("", gettext_lazy("none of these")), *own, *measures]


class NoteForm(Answering):
    """A correction of what is published."""

    note = LineField(
        label=gettext_lazy("Correction"), max_length=1000, widget=forms.Textarea({"rows": 4, "lang": "zh-Hans"})
    )
    note_en = LineField(
        label=gettext_lazy("Correction in English"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4, "lang": "en"}),
        help_text=gettext_lazy("It is dated today, shown above the bulletin, and cannot be changed."),
    )
