"""What rows point to, and what points to them."""

from django.db import models
from django.urls import NoReverseMatch, reverse

from .columns import CHUNK


def pointing_at(model):
    """The columns of other rows that point to rows of `model`; history points at nothing that must stay."""
    for relation in model._meta.get_fields(include_hidden=True):
        pointing = relation.auto_created and not relation.concrete and (relation.one_to_one or relation.one_to_many)
        if pointing and relation.on_delete is not models.DO_NOTHING:
            yield relation.field


def pointers(model):
    """The columns of `model` that point to other rows."""
    return [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]


def is_computed(model):
    """Whether the rows of `model` are computed from others, and go with them."""
    return getattr(model, "computed", False)


def in_chunks(keys):
    """Yield the keys, sorted, in lists that a statement holds."""
    keys = sorted(keys)
    yield from (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def by_model(rows, *kinds):
    """The ActRows of these kinds by their model, in the order in which the models were watched."""
    found = {}
    for row in rows:
        if row.kind in kinds:
            found.setdefault(row.model_class, {})[row.object_pk] = row
    return found


def unique_columns(model):
    """For each rule that columns are unique together: their attributes, and what its breach is called."""
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield [field.attname], ""
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and rule.fields and not rule.condition:
            names = [model._meta.get_field(name).attname for name in rule.fields]
            yield names, str(rule.get_violation_error_message())


def owner(model):
    """The column that says to which other row a row of `model` belongs, if it has no page of its own in the admin."""
    if page_of(model, 0):
        return None
    return next((field for field in pointers(model) if field.remote_field.on_delete is models.CASCADE), None)


def page_of(model, key):
    """The address of the page where a row is edited, or empty where there is none."""
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[key])
    except NoReverseMatch:
        return ""


def place_of(model, key, facts):
    """The page where a row with these columns is edited: its own, or that of the record to which it belongs."""
    field = owner(model)
    if field and facts.get(field.attname):
        return page_of(field.related_model, facts[field.attname])
    return page_of(model, key)
