"""Forms whose values a transition takes: what it objects to comes back beside the fields, and what was typed stays.

Where somebody else saved meanwhile, two texts stand side by side, and each field asks which of the two is to stand.
"""

from dataclasses import dataclass
from functools import partial

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import render
from django.template.defaultfilters import yesno
from django.utils.choices import flatten_choices
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from core.exceptions import Conflict, Refused
from core.form_fields import LineField
from core.numbers import whole_number
from core.templatetags.formatting import figure
from core.tokens import TOKEN, restored, restored_post, token_for


class WorkflowForm(forms.Form):
    """A form that a method of a model takes. `version` is the version of the row that its writer has seen."""

    version = None
    is_overtaken = False  # somebody else saved while this was written
    forbids = False  # a refusal is a 403: the form could not be sent in another way either

    def values(self):
        """Return what is to be saved, by field."""
        return self.cleaned_data

    def arguments(self):
        """Return what `write` hands to the method."""
        return (self.values(),)

    def write(self, method):
        """Return what `method` makes of the values, or None with its objections in the form."""
        try:
            return method(*self.arguments())
        except Conflict as conflict:
            self.take_conflict(conflict)
        except Refused as refusal:
            self.take_refusal(refusal)
        except ValidationError as error:
            self.take_faults(error)
        return None

    def take_conflict(self, conflict):
        self.is_overtaken, self.version = True, conflict.version
        self.add_error(None, conflict.message)

    def take_refusal(self, refusal):
        if self.forbids and refusal.code != TOKEN:
            raise PermissionDenied(refusal.message) from refusal
        self.add_error(None, refusal.message)

    def take_faults(self, error):
        """Put what a model found wrong beside the fields, and above them what is about none."""
        for field, messages in faults_by_field(error).items():
            name = self.place_of(field)
            self.add_error(name if name in self.fields else None, messages)

    def place_of(self, field):
        """Return the name of the field beside which stands what is wrong with a field of the model."""
        return self.name_of(field)

    def name_of(self, field):
        """Return the name by which the form knows a field of the model."""
        return field

    @property
    def is_conflict(self):
        return self.is_overtaken

    @property
    def problems(self):
        """Every error as (id, label, message): the field it leads to; what concerns all leads to the first field."""
        fields = list(self)
        first = anchor(fields[0]) if fields else "main"
        general = [(first, "", message) for message in self.non_field_errors()]
        return general + [(anchor(field), field.label, message) for field in fields for message in field.errors]


def anchor(field):
    """Return the id to which an error leads: a group of boxes has no one label, its own id is that of the group."""
    return field.id_for_label or field.auto_id


def faults_by_field(error):
    """Return the messages of a ValidationError as a dict of lists; under "" what is about no field."""
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def objections(method):
    """Call `method`; return what it objects to, as (status, messages) for a page; None when it is done."""
    try:
        method()
    except Conflict as conflict:
        return 409, [conflict.message]
    except Refused as refusal:
        return 403, [refusal.message]
    except ValidationError as error:
        return 200, error.messages
    return None


def typed(request):
    """Return what was sent, or was typed here before signing in again; None on a first visit."""
    return request.POST if request.method == "POST" else restored_post(request)


def submit(request, form, method):
    """Return what `method` makes of a form that was sent and is right, or None: nothing of one refused on its way."""
    is_sent = request.method == "POST" and not hasattr(request, "form_expired")
    return form.write(method) if is_sent and form.is_valid() else None


def refills(view):
    """For a view that writes by `submit` alone: a form refused on its way, for its cookie, is shown again filled in."""
    view.refills = True
    return view


def render_form(request, template, form, status=None, **facts):
    """Render a page with a form, with what was typed in it, perhaps before signing in again; 409 in a conflict."""
    token = token_for(request.user, form.data)
    status = status or (409 if form.is_conflict else 200)
    facts = {"form": form, "kept": restored(form), "token": token} | facts
    return render(request, template, facts, status=status)


class ReasonForm(WorkflowForm):
    """Why a step is taken."""

    reason = LineField(label=gettext_lazy("Reason"), required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, data=None, *, hint=""):
        super().__init__(data)
        self.fields["reason"].help_text = hint


CHOOSE = gettext_lazy("Choose which of the two to keep.")
MINE, THEIRS = "mine", "theirs"


@dataclass
class Row:
    """One field on the page; in a conflict with the text that is stored, and which of the two is chosen."""

    field: forms.BoundField
    both: bool = False
    theirs: str = ""
    take: str = ""


class TwoTexts:
    """For a form: `stored` holds in words what is saved now, by name, wherever the person has to choose.

    The page sends `differing`, the names of what it showed in two texts, and `take-NAME`, "mine" or "theirs".
    """

    stored = {}

    @cached_property
    def chosen(self):
        """Which of two texts was chosen, by what the page calls each that it showed; None where nothing was."""
        asked = self.data.getlist("differing") if hasattr(self.data, "getlist") else []
        return {key: {MINE: MINE, THEIRS: THEIRS}.get(self.data.get(f"take-{key}")) for key in asked}

    def was_shown(self, name):
        """Whether the person was shown two texts of this field."""
        return self.add_prefix(name) in self.chosen

    def choice(self, name):
        """Which of two texts was chosen; None where nothing was, or where there was nothing to choose."""
        return self.chosen.get(self.add_prefix(name))

    def leaves(self, name):
        """Whether the person chose what is stored."""
        return self.choice(name) == THEIRS

    def settle(self):
        """Ask again where nothing was chosen; a text that its own writer left aside need not be right."""
        for name in filter(self.was_shown, self.fields):
            if self.choice(name) is None:
                self.add_error(name, CHOOSE)
            elif self.leaves(name):
                self.errors.pop(name, None)

    def show_both(self, texts):
        """Show these fields beside `texts`, what is saved now, by name."""
        self.stored = {name: self.worded(name, value) for name, value in texts.items() if name in self.fields}

    @property
    def shows_both(self):
        """Whether two texts of anything are on the page."""
        return bool(self.stored)

    def worded(self, name, value):
        """Return a stored value in words, as the field would show it."""
        if isinstance(value, list):
            label = getattr(self.fields[name], "label_from_instance", partial(self.worded, name))
            return "\n".join(map(label, value))
        if hasattr(value, "_meta"):
            return str(value)
        choices = dict(flatten_choices(getattr(self.fields[name], "choices", ())))
        return shown(choices.get(value, value))

    def taken(self, name, changed):
        """Return which of the two is ticked: the one chosen, or at first that of whoever changed it."""
        return self.choice(name) or (MINE if changed else THEIRS)

    def row(self, name):
        if name not in self.stored:
            return Row(self[name])
        return Row(self[name], True, self.stored[name], self.taken(name, self.is_mine(name)))

    def is_mine(self, name):
        """Whether this person changed it; what the page showed comes back with the form."""
        return name in self.changed_data

    def rows(self, *names):
        """Return the rows of these fields, of all without names."""
        return [self.row(name) for name in names or self.fields if name in self.fields]

    @property
    def row_of(self):
        """Return the rows by the names of their fields, for a page that puts them in places of its own."""
        return {name: self.row(name) for name in self.fields}


class ConflictForm(TwoTexts, WorkflowForm):
    """A form of texts that two people may write at once: the second is shown both, and nothing is lost.

    `texts` is what stands now, as the model's `texts()` gives it; None for something new.
    """

    def __init__(self, data=None, files=None, *, texts=None, version=None):
        super().__init__(data, files, initial=self.initial_of(texts) if texts else None)
        self.version = version_of(data, version)
        self.ask()
        for name in self.initial.keys() & self.fields.keys():
            self.fields[name].show_hidden_initial = True  # it tells who changed what
        if texts and self.chosen:
            stored = {self.name_of(field): value for field, value in texts.items()}
            self.show_both({name: value for name, value in stored.items() if self.was_shown(name)})

    def initial_of(self, texts):
        """Return what stands now by the names of the fields."""
        return texts

    def ask(self):
        """Add the fields that depend on what the form is about."""

    def clean(self):
        facts = super().clean()
        self.settle()
        return facts

    def values(self):
        """Return what is to be saved, by field; without that for which the stored text was chosen."""
        return {name: self.cleaned_data[name] for name in self.fields if not self.leaves(name)}

    def take_conflict(self, conflict):
        super().take_conflict(conflict)
        self.show_both(self.apart(conflict))

    def apart(self, conflict):
        """Return what is stored, by name, wherever the two texts differ."""
        return {self.name_of(field): conflict.theirs.get(field) for field in conflict.differing}

    @property
    def is_conflict(self):
        return self.is_overtaken or self.shows_both


def version_of(data, version):
    """The version the writer has seen: as the form brings it back, else the one given."""
    sent = whole_number((data or {}).get("version"))
    return version if sent is None else sent


def shown(value):
    """A stored value as a page says it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return yesno(value)
    if hasattr(value, "hour"):
        return f"{value:%H:%M}"
    if hasattr(value, "year"):
        return date_format(value)
    return figure(value) if isinstance(value, int) else str(value)
