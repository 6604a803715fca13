"""Two editors on one record of the admin: the second is shown both texts, and nothing is overwritten in silence.

The page of a record carries `stood`, as JSON: what stood in its fields when it was opened, and in those of its rows of
relations. When the form comes back, only what stands differently by then is compared.
"""

import json
from contextlib import suppress
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import CHOOSE, MINE, THEIRS, TwoTexts

STOOD = "stood"
REMOVED = _("Someone else removed this row while you were editing.")


class RecordForm(TwoTexts):
    """Mixin of a ModelForm whose record others may save meanwhile."""

    stood = None  # by field, what the page showed; None where it does not say
    is_gone = False  # a row of a relation that somebody else has removed

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.prefix:
            self.stood = part_of(sent_stood(self.data), "")

    @cached_property
    def moved(self):
        """Return the names of the fields in which another text stands than the page showed."""
        now = texts_of(self) if self.stood is not None else {}
        return [name for name, text in now.items() if name in self.stood and self.stood[name] != text]

    @cached_property
    def is_untouched(self):
        """Whether others changed the record and this person nothing in it."""
        if self.stood is None or self.is_marked or not (self.moved or self.is_gone):
            return False
        return not any(map(self.is_mine, self.stood))

    @property
    def is_marked(self):
        """Whether this person ticked it to be deleted."""
        return DELETION_FIELD_NAME in self.fields and bool(self[DELETION_FIELD_NAME].data)

    def is_mine(self, name):
        """Whether this person changed what the page showed."""
        if name not in self.fields or self.stood is None:
            return name in self.changed_data
        field, stood, typed = self.fields[name], self.stood[name], self[name].data
        if isinstance(stood, str) and isinstance(typed, str) and stood.split() == typed.split():
            return False  # a browser sends other ends of lines than may be stored
        try:
            return field.has_changed(field.to_python(stood), typed)
        except ValidationError:
            return True

    def leaves(self, name):
        return super().leaves(name) or (self.is_untouched and name in self.stood)

    @cached_property
    def changed_data(self):
        return [name for name in super().changed_data if not self.leaves(name)]

    def full_clean(self):
        super().full_clean()
        if self.is_gone and (self.is_untouched or self.row_choice == THEIRS):
            self.errors.clear()  # it stays removed, so nothing in it need be right

    def clean(self):
        super().clean()
        self.settle()
        for name in filter(self.leaves, self.fields):
            self.cleaned_data.pop(name, None)
        if self.asks_about_row:
            self.add_error(None, REMOVED)
        apart = [name for name in self.moved if name in self.changed_data and not self.is_gone]
        if apart:
            self.show_both({name: self.stored_value(name) for name in apart})
            self.add_error(None, CHOOSE)
        return self.cleaned_data

    def stored_value(self, name):
        value, field = self.initial[name], self.fields[name]
        single = isinstance(field, forms.ModelChoiceField) and not isinstance(value, list | tuple)
        return field.to_python(value) if single else value

    def mine(self, name):
        """Return what this person typed or chose, in words."""
        typed = self.cleaned_data.get(name)
        if name not in self.cleaned_data:
            typed = self[name].data  # it is in question, or wrong
            with suppress(ValidationError):
                typed = self.fields[name].to_python(typed)
        return self.worded(name, list(typed) if hasattr(typed, "all") else typed)

    @property
    def row_choice(self):
        """Return whether a row that is gone stays so, or is added again; None while nobody has said."""
        return self.chosen.get(self.prefix)

    @property
    def asks_about_row(self):
        return self.is_gone and self.row_choice is None and not self.is_untouched and not self.is_marked

    @property
    def heading(self):
        """Return which row of a relation it is; nothing for the record itself, which heads the page."""
        return f"{capfirst(self.instance._meta.verbose_name)}: {self.instance}" if self.prefix else ""

    @property
    def both_rows(self):
        """Return for each field in two texts (row, what this person typed)."""
        return [(self.row(name), self.mine(name)) for name in self.stored]


class RecordFormSet:
    """Mixin of an inline formset whose rows others may change or remove meanwhile."""

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if self.is_bound and i < self.initial_form_count():
            key = self.model._meta.pk.name
            form.stood = part_of(part_of(sent_stood(self.data), self.prefix), self.data.get(form.add_prefix(key)))
            form.is_gone = form.instance._state.adding
            if form.is_gone:
                form.fields[key] = forms.Field(required=False, widget=forms.HiddenInput)
        return form

    def get_queryset(self):
        """Return the rows; once their forms are made the row of each form, so that the page keeps one that is gone."""
        made = self.is_bound and "forms" in self.__dict__
        return [form.instance for form in self.initial_forms] if made else super().get_queryset()

    def clean(self):
        """Hold back the whole page: a row that is ticked to be deleted is not checked by itself."""
        super().clean()
        if any(form.stored or form.asks_about_row for form in self.forms):
            raise ValidationError(CHOOSE)

    def save_new_objects(self, commit=True):
        made = super().save_new_objects(commit)
        back = [form for form in self.initial_forms if form.is_gone and form.row_choice == MINE]
        again = [self.save_new(form, commit=commit) for form in back if not form.is_marked]
        self.new_objects += again
        return made + again


def guarded_form(form):
    """Return `form`, a class, as one that notices what others saved meanwhile."""

    class Guarded(RecordForm, form):
        pass

    return Guarded


def guarded_formset(formset):
    """Return `formset`, a class, as one that notices what others did to its rows meanwhile."""

    class Guarded(RecordFormSet, formset):
        form = guarded_form(formset.form)

    return Guarded


def conflict_facts(form, formsets):
    """Return what the page of a record carries and shows, by name."""
    rows = {one.prefix: {str(row.instance.pk): texts_of(row) for row in one.initial_forms} for one in formsets}
    asked = [one for one in [form, *(row for one in formsets for row in one.initial_forms)] if is_asked(one)]
    return {"stood": json.dumps({"": texts_of(form)} | rows), "conflicts": asked}


def is_asked(form):
    return isinstance(form, RecordForm) and bool(form.stored or form.asks_about_row)


def texts_of(form):
    """Return what stands in the record of a form, by field, as JSON keeps it."""
    fields = {name: field for name, field in form.fields.items() if name in form.initial and not field.disabled}
    texts = {name: field.prepare_value(form.initial[name]) for name, field in fields.items()}
    return json.loads(json.dumps(texts, default=str))


def sent_stood(data):
    """Return what stood when the page was opened, as the form brings it back; nothing for what cannot be read."""
    try:
        return json.loads(data.get(STOOD, ""))
    except (ValueError, RecursionError):
        return None


def part_of(stood, key):
    """Return a part of it by its key; None where there is none."""
    part = stood.get(key) if isinstance(stood, dict) else None
    return part if isinstance(part, dict) else None
