"""What an editor types into a bulletin; whether it is true is the model's affair, and its answers come back here."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from activities.models import Indicator
from core.form_fields import DayField, column_field
from core.forms import ConflictForm, WorkflowForm, version_of
from oversight.bulletins.models.bulletin import TEXTS, Bulletin, BulletinNote
from oversight.bulletins.models.bulletin_figure import BulletinFigure
from pairs.models import Batch

from . import number_phrases as wording
from .as_of import OWN

WORDINGS = (
    ("wording", _("Wording"), wording.CHINESE, "、"),
    ("wording_en", _("Wording in English"), wording.ENGLISH, "; "),
)
SCOPE, SCOPE_EN = _("Scope in words"), _("Scope in words, in English")
PROPOSED_ANEW = _(
    "If you empty it, a new paragraph is proposed. Every number in it has to be one of the wordings above."
)
ACTION = "action:"  # before the key of an action, so that no batch can be taken for one


class NewBulletinForm(WorkflowForm):
    """On which batches, and as of which day."""

    batches = forms.MultipleChoiceField(
        label=_("Batches it covers"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Single batches, or all batches of an action."),
        error_messages={"required": _("Choose at least one published batch.")},
    )
    as_of = DayField(
        label=_("As of"),
        missing=_("Give the day to which the figures refer."),
        help_text=_(
            "Counted is what was held, and confirmed, by the end of this day (Beijing time). For example 2020-05-21."
        ),
    )
    scope = column_field(Bulletin.scope, SCOPE, _("Left empty, it is proposed, for example 第一批."), required=False)
    scope_en = column_field(
        Bulletin.scope_en, SCOPE_EN, _("Left empty, it is proposed, for example Batch 1."), required=False
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
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come: give a day up to today."))
        return day

    @property
    def chosen(self):
        """The batches that were ticked, one by one or with their action."""
        ticked = set(self.cleaned_data["batches"])
        return [one for one in self.there if {str(one.number), f"{ACTION}{one.action_id}"} & ticked]

    def values(self):
        """What a draft is made of; the words of the scope are proposed where none were typed."""
        given = {name: self.cleaned_data[name] for name in ("as_of", "scope", "scope_en")}
        chosen = self.chosen
        return given | {
            "batches": [batch.number for batch in chosen],
            "scope": given["scope"] or in_words(chosen, "zh-hans"),
            "scope_en": given["scope_en"] or in_words(chosen, "en"),
        }


def in_words(batches, language):
    """The batches as a scope: “第一批、第二批”, “Batch 1 and Batch 2”; shortened where their names are long."""
    with override(language):
        return (" and " if language == "en" else "、").join(map(str, batches))[:100]


class BulletinForm(ConflictForm):
    """The words of a draft, and per figure its wordings and whether it is in."""

    scope = column_field(Bulletin.scope, SCOPE, "")
    scope_en = column_field(Bulletin.scope_en, SCOPE_EN)
    qualifier = column_field(Bulletin.qualifier, _("Qualifier of the stated figures"))
    qualifier_en = column_field(
        Bulletin.qualifier_en, _("Qualifier in English"), _("For example: according to incomplete statistics.")
    )
    headline = column_field(Bulletin.headline, _("Paragraph"), PROPOSED_ANEW, rows=6, lang="zh-Hans")
    headline_en = column_field(Bulletin.headline_en, _("Paragraph in English"), PROPOSED_ANEW, rows=6, lang="en")

    def __init__(self, data=None, *, bulletin):
        self.figures = list(bulletin.figures.all())
        super().__init__(data, texts=flat(bulletin.texts()), version=bulletin.version)

    def ask(self):
        for figure in self.figures:
            self._ask_about(figure)

    def _ask_about(self, figure):
        """Whether a figure is in, and its wordings in both languages; what was stated keeps its own."""
        name = {"name": figure.local_name}
        included = forms.BooleanField(label=_("%(name)s: in the bulletin") % name, required=False)
        self.fields[f"{figure.pk}-included"] = included
        labels = {"wording": _("%(name)s: wording") % name, "wording_en": _("%(name)s: wording in English") % name}
        for part, label in labels.items() if figure.is_computed else ():
            field = column_field(getattr(BulletinFigure, part), label, "")
            field.widget.attrs.update({"list": f"true-{figure.pk}-{part}", "autocomplete": "off"})
            self.fields[f"{figure.pk}-{part}"] = field

    def arguments(self):
        """Return the words, and per figure, by its key, what was chosen of it."""
        values = self.values()
        words = {name: values.pop(name) for name in TEXTS if name in values}
        chosen = {}
        for name, value in values.items():
            key, _dash, part = name.partition("-")
            chosen.setdefault(int(key), {})[part] = value
        return words, chosen

    def apart(self, conflict):
        mine, theirs = flat(conflict.mine), flat(conflict.theirs)
        return {name: text for name, text in theirs.items() if name in mine and mine[name] != text}

    @property
    def figure_rows(self):
        """Return for each figure (figure, [(row, label, true wordings)], row of whether it is in)."""
        return [(one, self._wordings(one), self.row(f"{one.pk}-included")) for one in self.figures]

    def _wordings(self, figure):
        """Return the rows of both wordings of a computed figure; the hint of each names those that would be true."""
        rows = []
        for part, label, language, comma in WORDINGS if figure.is_computed else ():
            true = true_wordings(figure, language)
            row = self.row(f"{figure.pk}-{part}")
            row.field.help_text = _("True:") + f" {comma.join(true)}"
            rows.append((row, label, true))
        return rows

    @property
    def text_rows(self):
        return self.rows(*TEXTS)


def flat(texts):
    """Return the texts of a bulletin with those of its figures by the names of the form's fields, as in “7-wording”."""
    figures = texts.get("figures", {})
    words = {name: text for name, text in texts.items() if name != "figures"}
    return words | {f"{key}-{part}": text for key, row in figures.items() for part, text in row.items()}


def true_wordings(figure, language):
    """The wordings of a computed figure that are true in a language, with its unit."""
    unit = figure.units(language)[0]
    true = wording.true_wordings(figure.value, language)
    return list(dict.fromkeys(wording.say(one, unit, language) for one in true))


class StatedForm(WorkflowForm):
    """A figure that was stated elsewhere, in the words of its source."""

    measure = forms.ChoiceField(
        label=_("Measure"),
        required=False,
        help_text=_("Where this portal counts it too, the comparison shows both side by side."),
    )
    name = column_field(BulletinFigure.name, _("Name"))
    name_en = column_field(BulletinFigure.name_en, _("Name in English"))
    wording = column_field(BulletinFigure.wording, _("Wording"))
    wording_en = column_field(
        BulletinFigure.wording_en, _("Wording in English"), _("With the same number, for example nearly 800 meetings.")
    )
    source = column_field(
        BulletinFigure.source,
        _("Source"),
        _("The address or the document that says so; it is printed beside the figure."),
        required=True,
    )
    source_en = column_field(BulletinFigure.source_en, _("Source in English"))
    translated = forms.ChoiceField(
        label=_("Our translation"),
        required=False,
        choices=[("", _("neither wording")), *BulletinFigure.Translated.choices],
        help_text=_("Which of the two wordings is not in a source as written here."),
    )

    def __init__(self, data=None, *, version=None):
        super().__init__(data)
        self.version = version_of(data, version)
        measures = [(one.code, one.local_name) for one in Indicator.objects.all()]
        own = [(one.code, one.local_name) for one in OWN.values()]
        self.fields["measure"].choices = [("", _("none of these")), *own, *measures]


class CorrectionNoteForm(WorkflowForm):
    """A correction of what is published."""

    note = column_field(BulletinNote.note, _("Correction"), rows=4, lang="zh-Hans")
    note_en = column_field(
        BulletinNote.note_en,
        _("Correction in English"),
        _("It is dated today, shown above the bulletin, and cannot be changed."),
        rows=4,
        lang="en",
    )
