"""Columns that several apps use."""

from django.db import models


class ChoiceListField(models.JSONField):
    """A list of values of one set of choices, kept as JSON; `item_choices` give each value its label.

    Migrations see a plain JSONField, for the choices change nothing in the table.
    """

    def __init__(self, *args, item_choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.item_choices = item_choices

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def labels(self, values):
        """Return the label of each of `values`; one without a label as it is."""
        names = dict(self.item_choices)
        return [str(names.get(value, value)) for value in values]
