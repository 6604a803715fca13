"""The boxes to tick for a group that a notice declares: types, and the other classes that facts hold."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pairs.directory import classes
from pairs.directory.models.university import Tier


def type_field():
    """The types; that a type is not known makes no group."""
    known = [(value, label) for value, label in Tier.choices if value != Tier.UNKNOWN]
    return forms.MultipleChoiceField(
        label=_("Types it includes"), choices=known, required=False, widget=forms.CheckboxSelectMultiple
    )


def class_field():
    """The classes; which lists there are is asked once for all groups of a page, see `ClassChoices`."""
    return forms.MultipleChoiceField(
        label=_("Other classes"),
        choices=classes.fixed_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ticks of one kind widen the group, those of different kinds narrow it."),
    )


class OfferedClasses:
    """A form of one group, which is told what classes there are."""

    def __init__(self, *args, class_choices=None, **kwargs):
        super().__init__(*args, **kwargs)
        if class_choices is not None:
            self.fields["classes"].choices = class_choices


class ClassChoices:
    """A formset of groups, which asks once what classes there are."""

    @cached_property
    def class_choices(self):
        return classes.choices()

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"class_choices": self.class_choices}
