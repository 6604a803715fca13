"""The history of a record, field by field, in the reader's language."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from django.db import models
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.model_fields import ChoiceListField

KINDS = {"+": "added", "~": "changed", "-": "deleted"}


@dataclass
class HistoryEntry:
    """One change: when, by whom, why, of what, and each field before and after."""

    when: datetime
    who: str
    why: str
    kind: str
    what: str
    subject: str
    request: str = ""  # its number, where it was a request that wrote it
    changes: list = field(default_factory=list)


def entries(record, relations=()):
    """All changes of `record` and of its rows in `relations`, newest first; saves that changed nothing left out."""
    found = strand(type(record), {"id": record.pk})
    for name in relations:
        relation = record._meta.get_field(name)
        found += strand(relation.related_model, {f"{relation.field.name}_id": record.pk}, relation.field.name)
    return sorted(found, key=lambda entry: entry.when, reverse=True)


def strand(model, condition, parent=None):
    """The changes of the rows of `model` that meet `condition`; the field `parent` goes without saying."""
    rows = model.history.filter(**condition).select_related("history_user").order_by("id", "history_date", "history_id")
    rows = list(rows)
    fields = [item for item in model.history.model.tracked_fields if item.name not in ("id", parent)]
    names = related_names(fields, rows)
    found = [entry(model, row) for row in rows]
    for (old, new), shown in zip(pairwise(rows), found[1:], strict=True):
        if old.id == new.id and new.history_type == "~":
            shown.changes = differences(fields, old, new, names)
    return [shown for shown in found if shown.changes or shown.kind != "changed"]


def entry(model, row):
    return HistoryEntry(
        when=timezone.localtime(row.history_date),
        who=str(row.history_user) if row.history_user else "",
        why=row.history_change_reason or "",
        kind=KINDS[row.history_type],
        what=str(model._meta.verbose_name),
        subject=str(row.instance),
        request=row.history_request_id or "",
    )


def differences(fields, old, new, names):
    """Label, before and after of every field in which two records differ."""
    return [
        (
            capfirst(item.verbose_name),
            shown(item, getattr(old, item.attname), names),
            shown(item, getattr(new, item.attname), names),
        )
        for item in fields
        if getattr(old, item.attname) != getattr(new, item.attname)
    ]


def related_names(fields, rows):
    """For each related model, what the keys that occur in `rows` stand for: one query a model."""
    keys = {}
    for item in fields:
        if isinstance(item, models.ForeignKey):
            keys.setdefault(item.related_model, set()).update(getattr(row, item.attname) for row in rows)
    return {model: model._base_manager.in_bulk(wanted - {None}) for model, wanted in keys.items()}


def shown(item, value, names):
    """A stored value as a person reads it."""
    if value in (None, "", []):
        return ""
    if isinstance(item, models.ForeignKey):
        return str(names[item.related_model].get(value, value))
    if isinstance(item, ChoiceListField) and isinstance(value, list):
        return _(", ").join(item.labels(value))
    if item.choices:
        return str(dict(item.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return formats.date_format(value) if isinstance(value, date) else str(value)
