"""Rows that were loaded follow the published facts when these are corrected, as long as nobody has edited them."""

from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from simple_history.utils import bulk_create_with_history, bulk_update_with_history


class Loaded(NamedTuple):
    """What became of one table: rows added, rows there before, rows that followed, and those left as edited."""

    model: type
    added: int
    before: int
    followed: int = 0
    left: tuple = ()  # the rows that differ and stay, because somebody has edited them


def loaded():
    """The reason that the history gives for a row that was loaded."""
    return _("published list")


def corrected():
    """The reason that the history gives for a row that followed a correction."""
    return _("published list corrected")


def own_reasons():
    """Both reasons in every language, for the history keeps them as they were written."""
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found += [loaded(), corrected()]
    return found


def add_new(model, objects, *keys, follows=(), former=None):
    """Create, with history, what never was; bring the fields `follows` of what nobody edited in step. A Loaded.

    An object is known by any of `keys`, tuples of fields, that some row has now or ever had. `former` gives the values
    of the first key under which an object may have been loaded before it was corrected, or None.
    """
    objects = list(objects)
    known = [(key, ever(model, *key)) for key in keys]
    new = [item for item in objects if not is_known(item, known, former)]
    if new:
        bulk_create_with_history(new, model, default_change_reason=loaded())
    created = set(map(id, new))
    there = [item for item in objects if id(item) not in created]
    followed, left = follow(model, there, keys[0], follows, former) if follows else (0, ())
    return Loaded(model, len(new), len(there), followed, left)


def is_known(item, known, former):
    if any(values_of(item, key) in there for key, there in known):
        return True
    return bool(former) and former(item) in known[0][1]


def values_of(item, key):
    """The values by which `item` is known; None when one is missing, as serial numbers may be."""
    values = tuple(getattr(item, field) for field in key)
    return None if None in values else values


def ever(model, *fields):
    """The values of `fields` that some row has or, by the history, once had: what editors removed stays removed."""
    return {*model.objects.order_by().values_list(*fields), *model.history.order_by().values_list(*fields)}


def follow(model, objects, key, fields, former=None):
    """Bring `fields` of the rows that `objects` stand for in step; the number that followed, and the rows left."""
    rows = {tuple(getattr(row, field) for field in key): row for row in model.objects.order_by()}
    differing = []
    for item in objects:
        row = rows.get(values_of(item, key)) or (former and rows.get(former(item)))
        if row is not None and any(getattr(row, field) != getattr(item, field) for field in fields):
            differing.append((row, item))
    edited = edited_among([row for row, _item in differing], fields)
    follows = [(row, item) for row, item in differing if row.pk not in edited]
    for row, item in follows:
        for field in fields:
            setattr(row, field, getattr(item, field))
    if follows:
        rows = [row for row, _item in follows]
        bulk_update_with_history(rows, model, list(fields), batch_size=200, default_change_reason=corrected())
    return len(follows), tuple(row for row, _item in differing if row.pk in edited)


def edited_among(rows, fields):
    """The keys of those `rows` that anything but loading has written: by their history, or past it."""
    if not rows:
        return set()
    model, reasons = type(rows[0]), own_reasons()
    last, edited = {}, set()
    history = model.history.filter(id__in=[row.pk for row in rows]).order_by("history_date", "history_id")
    for record in history:
        last[record.id] = record
        if record.history_user_id is not None or record.history_change_reason not in reasons:
            edited.add(record.id)
    for row in rows:
        record = last.get(row.pk)
        if record is None or any(getattr(record, field) != getattr(row, field) for field in fields):
            edited.add(row.pk)
    return edited
