"""The rows of an act as people read them."""

from types import SimpleNamespace

from django.conf import settings
from django.utils.text import capfirst

from core.admin.history import related_names, shown

from . import columns
from .relations import by_model, owner, place_of, pointers


def shown_rows(rows):
    """Each row of one page with its record's name, table, address, and its fields before and after."""
    told = {}
    for model, mine in by_model(rows, "created", "changed", "deleted").items():
        fields, there = columns.concrete(model), columns.stored_by_key(model, mine)
        values = [each for row in mine.values() for each in values_of(model, row)]
        names = related_names(pointers(model), values)
        for key, row in mine.items():
            before, after = (values_as_read(model, side) for side in (row.before, row.after))
            told[row.pk] = {
                "row": row,
                "what": model._meta.verbose_name,
                "url": place_of(model, key, there[key]) if key in there else "",
                "fields": [field_shown(fields[name], before, after, names) for name in told_names(model, row)],
            }
    return [told[row.pk] for row in rows]


def told_names(model, row):
    """The fields that are told: of a changed row those that changed, of others what it belongs to."""
    if row.kind == "changed":
        return columns.differing(model, row.before, row.after)
    people = settings.AUTH_USER_MODEL.lower()
    belongs = [field for field in pointers(model) if field.related_model._meta.label_lower != people]
    belongs = [field for field in belongs if field != owner(model)]  # its name says that already
    return [field.attname for field in belongs if (row.after or row.before).get(field.attname)]


def values_as_read(model, side):
    fields = columns.concrete(model)
    return {name: fields[name].to_python(value) for name, value in (side or {}).items() if name in fields}


def values_of(model, row):
    """Both sides of a row with an attribute for each column, as `related_names` wants them."""
    empty = dict.fromkeys(columns.concrete(model))
    return [SimpleNamespace(**empty | values_as_read(model, side)) for side in (row.before, row.after)]


def field_shown(field, before, after, names):
    """Label, before and after of one field."""
    sides = [shown(field, side.get(field.attname), names) for side in (before, after)]
    return (capfirst(field.verbose_name), *sides)
