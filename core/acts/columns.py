"""The columns of a row as JSON, and back; two rows are compared as they are stored here."""

from functools import cache

CHUNK = 500  # keys in one statement


def concrete(model):
    """The columns of `model` but its key, by attribute."""
    return {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}


@cache
def compared(model):
    """The columns that say something: what is only computed is left out of history too, and a version only counts."""
    columns = set(concrete(model)) - {"version"}
    history = getattr(model, "history", None)
    return columns & {field.attname for field in history.model.tracked_fields} if history else columns


def stored(model, rows):
    """The columns of `rows`, a queryset of `model`, as JSON by key, in the order of their keys."""
    fields = concrete(model)
    found = rows.order_by("pk").values("pk", *fields)
    return {row["pk"]: {name: as_json(fields[name], row[name]) for name in fields} for row in found}


def stored_by_key(model, keys):
    """The same for the rows of `model` with these keys, as far as they are there."""
    keys, found = sorted(keys), {}
    for start in range(0, len(keys), CHUNK):
        found |= stored(model, model._base_manager.filter(pk__in=keys[start : start + CHUNK]))
    return found


def as_json(field, value):
    """One value as JSON keeps it, without loss."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return field.value_to_string(field.model(**{field.attname: value}))


def restored(model, key, columns):
    """The row of `model` that these columns describe; not saved."""
    fields = concrete(model)
    values = {name: fields[name].to_python(value) for name, value in columns.items() if name in fields}
    return model(pk=key, **values)


def differing(model, before, after):
    """The columns that differ and say something, by attribute."""
    return [name for name in before if name in compared(model) and before[name] != after[name]]


def with_companions(model, names):
    """These columns, and those without which they would say something else: `companions` of the model, by attribute."""
    companions = getattr(model, "companions", {})
    return [*dict.fromkeys([*names, *(companions[name] for name in names if name in companions)])]
