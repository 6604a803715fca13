"""Form fields that several of the staff's pages use."""

from django import forms


def day_field(label, **options):
    """A day, picked with the browser's own calendar or typed as 2020-05-21."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)
