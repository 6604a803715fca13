"""Columns that several apps use."""

import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import middleware


class ChoiceListField(models.JSONField):
    """A list of values of one set of choices, kept as JSON; `item_choices`, or what they return, label each value.

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
        names = self.item_choices() if callable(self.item_choices) else dict(self.item_choices)
        return [str(names.get(value, value)) for value in values]


def person_field(verbose_name, **options):
    """Return a column for who did something; an account that did anything is not deleted, unless said otherwise."""
    usual = {"on_delete": models.PROTECT, "related_name": "+", "verbose_name": verbose_name}
    return models.ForeignKey(settings.AUTH_USER_MODEL, **usual | options)


def token_field():
    """Return the column for the one-time token of the form that made a row, see core.tokens."""
    return models.CharField(_("form token"), max_length=64, unique=True, null=True, blank=True, editable=False)


DAY_BOUNDS = _("Check the year: it is outside 1800 to 2099.")


class BoundedDateField(models.DateField):
    """A day of those that anything here can be about: with the first or the last that there is, nobody can reckon.

    Migrations see a plain DateField, for the bounds change nothing in the table.
    """

    default_validators = [
        MinValueValidator(datetime.date(1800, 1, 1), DAY_BOUNDS),
        MaxValueValidator(datetime.date(2099, 12, 31), DAY_BOUNDS),
    ]

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs


class RequestNumberField(models.CharField):
    """The number of the request in which a row was made; NULL where it was made outside of one."""

    def __init__(self, *args, **kwargs):
        kwargs = {"verbose_name": _("request number"), "max_length": middleware.LONGEST, "null": True} | kwargs
        super().__init__(*args, **kwargs | {"blank": True, "editable": False})

    def pre_save(self, instance, add):
        if add and getattr(instance, self.attname) is None:
            setattr(instance, self.attname, middleware.current() or None)
        return super().pre_save(instance, add)


class NullsLastIndex(models.Index):
    """An index whose descending columns hold NULL after all values, as SQLite has it by itself."""

    def create_sql(self, model, schema_editor, using="", **kwargs):
        statement = super().create_sql(model, schema_editor, using, **kwargs)
        if schema_editor.connection.vendor == "postgresql":
            fields = [model._meta.get_field(name) for name, _order in self.fields_orders]
            columns = statement.parts["columns"]
            columns.col_suffixes = [
                f"{suffix} NULLS LAST" if suffix and field.null else suffix
                for field, suffix in zip(fields, columns.col_suffixes, strict=True)
            ]
        return statement
