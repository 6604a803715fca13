"""Deleting as an act: what goes along is recorded with it, and all of it can be brought back under the same keys.

A model may say what speaks against deleting a row (`deletion_faults()`, a list of messages) and what follows from it
(`after_deletion(rows, act, by, reason)`, a classmethod called in the same transaction).
"""

from django.contrib.admin.utils import NestedObjects
from django.db import models, router, transaction
from django.db.models.deletion import Collector

from core.exceptions import Refused

from . import kinds, obstacles, relations, undoing
from .history import told
from .models import ActRow
from .recording import recording
from .relations import is_computed, pointers


def delete(rows, by, reason, subject="", kind=kinds.DELETION):
    """Delete these rows with what goes along, as one act, and return it; Obstructed naming what stands in the way.

    None where there is none of them any more.
    """
    if not (rows := list(rows)):
        return None
    own = {(type(row)._meta.label_lower, row.pk) for row in rows}  # a deleted row has no key any more
    with transaction.atomic():
        undoing.lock_rows(by_model(rows))
        if found := faults(rows):
            raise undoing.Obstructed(found)
        with (
            recording(kind, subject or title(rows), by, reason, watch=concerned(rows)) as act,
            told(by, reason),
        ):
            for model, mine in by_model(rows).items():
                remove(model, list(mine.values()))
                if hasattr(model, "after_deletion"):
                    follow(model, list(mine.values()), act, by, reason)
        finish(act, own)
    return act


def title(rows):
    """What the act is called after: the first of the rows, and how many there are."""
    return str(rows[0]) if len(rows) == 1 else f"{rows[0]} … ({len(rows)})"


def by_model(rows):
    found = {}
    for row in rows:
        found.setdefault(type(row), {})[row.pk] = row
    return found


def collected(rows):
    """All rows that deleting would concern, and those among them that forbid it, unless they go as well."""
    collector = NestedObjects(using=router.db_for_write(type(rows[0])))
    for mine in by_model(rows).values():
        collector.collect(list(mine.values()))
    going = {(type(row), row.pk) for found in collector.data.values() for row in found}
    return collector, [row for row in collector.protected if (type(row), row.pk) not in going]


def concerned(rows):
    """Querysets of all rows that may be deleted or changed along, those that are deleted first in front."""
    collector, protected = collected(rows)
    keys = {model: set(mine) for model, mine in by_model(rows).items()}
    for row in [*(row for found in collector.data.values() for row in found), *protected]:
        keys.setdefault(type(row), set()).add(row.pk)
    for (field, _value), found in collector.field_updates.items():
        keys.setdefault(field.model, set()).update(row.pk for some in found for row in some)
    return [model._base_manager.filter(pk__in=some) for model, some in keys.items() if not is_computed(model)]


def faults(rows):
    """What stands in the way of deleting these rows, as Obstacles."""
    found = [
        obstacles.Obstacle(f"{row}: {fault}", relations.page_of(type(row), row.pk))
        for row in rows
        for fault in getattr(row, "deletion_faults", list)()
    ]
    if all(type(row).delete is models.Model.delete for row in rows):  # others decide themselves what goes along
        found += [resting(row) for row in collected(rows)[1]]
    return obstacles.capped(found)


def resting(row):
    return obstacles.Obstacle(f"{row._meta.verbose_name}: {row}", relations.page_of(type(row), row.pk))


def remove(model, rows):
    """Delete rows as their model does it; those of a plain model all at once."""
    while model.delete is models.Model.delete and rows:
        free = not_pointed_at(model, rows)
        collector = Collector(using=router.db_for_write(model))
        collector.collect(free)
        rows = [row for row in rows if row not in free]
        collector.delete()
    for row in rows:
        row.delete()


def follow(model, rows, act, by, reason):
    """Do what follows from the deletion; what the model refuses then stands in its way."""
    try:
        model.after_deletion(rows, act, by, reason)
    except Refused as refusal:
        raise undoing.Obstructed([obstacles.Obstacle(refusal.message)]) from refusal


def not_pointed_at(model, rows):
    """Those of the rows to which no other of them points: they go first."""
    own = [field.attname for field in pointers(model) if field.related_model is model]
    pointed = {getattr(row, name) for row in rows for name in own}
    return [row for row in rows if row.pk not in pointed] or rows


def finish(act, own):
    """Tell what was deleted from what went along, and compute anew what is computed from either."""
    found = list(act.rows.all())
    along = [row.pk for row in found if row.kind == "deleted" and (row.model, row.object_pk) not in own]
    ActRow.objects.filter(pk__in=along).update(along=True)
    kinds.compute_anew(found)
