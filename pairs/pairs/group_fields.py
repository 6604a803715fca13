"""The boxes to tick for a group that a notice declares: types, and the other classes that facts hold."""

from django import forms
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
    return forms.MultipleChoiceField(
        label=_("Other classes"),
        choices=classes.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ticks of one kind widen the group, those of different kinds narrow it."),
    )
