"""Forms of texts that two people may write at once: the second is shown both, field by field, and nothing is lost."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.functional import cached_property

from core.conflicts import CHOOSE, Row, shown, version_of
from core.exceptions import Conflict, Refused
from core.form_fields import LineField


class TwoTextsForm(forms.Form):
    """`texts` is what stands now, as the model's `texts()` gives it; None for something new."""

    def __init__(self, data=None, *, texts=None, version=None):
        super().__init__(data, initial=texts)
        self.stored, self.version = {}, version_of(data, version)
        self.ask()
        for field in self.fields.values():
            field.show_hidden_initial = texts is not None
        if self.differing and texts:
            self._show(self.differing, texts)

    def ask(self):
        """Add the fields that depend on what the form is about."""

    def clean(self):
        facts = super().clean()
        for name in self.differing:
            if name in self.fields and not self.data.get(f"take-{name}"):
                self.add_error(name, CHOOSE)
        return facts

    def values(self):
        """What is to be saved, by field; without that for which the stored text was chosen."""
        return {name: self.cleaned_data[name] for name in self.fields if self.data.get(f"take-{name}") != "theirs"}

    def write(self, verb):
        """What `verb` makes of the values, or None with its objections in the form: what was typed stays."""
        try:
            return verb(self.values())
        except Conflict as conflict:
            self._show(conflict.differing, conflict.theirs)
            self.version = conflict.version
            self.add_error(None, conflict.message)
        except Refused as refusal:
            self.add_error(None, refusal.message)
        except ValidationError as error:
            self.take_faults(error)
        return None

    def take_faults(self, error):
        """Put what a verb found wrong beside the fields."""
        for name, messages in by_field(error).items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)

    @cached_property
    def differing(self):
        """The fields whose two texts the person was shown."""
        return self.data.getlist("differing") if hasattr(self.data, "getlist") else []

    def _show(self, names, texts):
        self.stored = {name: self._told(name, texts.get(name)) for name in names if name in self.fields}

    def _told(self, name, value):
        """A stored value in words."""
        if isinstance(value, list):
            return "\n".join(self.fields[name].label_from_instance(one) for one in value)
        if hasattr(value, "_meta"):
            return str(value)
        return shown(dict(getattr(self.fields[name], "choices", ())).get(value, value))

    def row(self, name):
        if name not in self.stored:
            return Row(self[name])
        chosen = "mine" if name in self.changed_data else "theirs"
        return Row(self[name], True, self.stored[name], self.data.get(f"take-{name}") or chosen)

    @property
    def rows(self):
        return [self.row(name) for name in self.fields]

    @property
    def problems(self):
        """Every error with the field it leads to; what concerns all leads to the first field."""
        first = next(iter(self)).id_for_label
        general = [(first, "", message) for message in self.non_field_errors()]
        # a group of boxes has no one label; its own id is that of the group
        return general + [(field.id_for_label or field.auto_id, field.label, e) for field in self for e in field.errors]


class WordsForm(forms.Form):
    """One text that a step asks for: a reason, an answer, a closing note."""

    words = LineField(required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, data=None, *, label, hint=""):
        super().__init__(data)
        self.fields["words"].label, self.fields["words"].help_text = label, hint
        self.overtaken = False

    def take(self, verb):
        """Whether `verb` was done with the words; if not, its objections stand in the form. A refusal is a 403."""
        self.full_clean()
        try:
            verb(self.cleaned_data.get("words", ""))
        except Conflict as conflict:
            self.overtaken = True
            self.add_error(None, conflict.message)
        except Refused as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except ValidationError as error:
            for messages in by_field(error).values():
                self.add_error("words", messages)
        return not self.errors

    @property
    def problems(self):
        field = self["words"]
        general = [(field.id_for_label, "", message) for message in self.non_field_errors()]
        return general + [(field.id_for_label, field.label, each) for each in field.errors]


@dataclass(frozen=True)
class WordsStep:
    """A step that asks for words: `verb(record, by, words, version)` takes it."""

    label: str
    asks: str
    hint: str
    told: str
    verb: Callable
    danger: bool = False

    def form(self, data=None):
        return WordsForm(data, label=self.asks, hint=self.hint)


def offered(steps, names, wrong=None):
    """(name, step, form) of those of `steps` that are open; `wrong` is (name, form) of one that was refused."""
    wrong = dict([wrong]) if wrong else {}
    return [(name, steps[name], wrong.get(name) or steps[name].form()) for name in steps if name in {*names, *wrong}]


def by_field(error):
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
