"""Undoing an act: its rows locked in one order, what stands in the way named, all brought back in one transaction."""

import json

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.models import AuditEntry
from core.audit.recording import record
from core.exceptions import Refused

from . import columns, history, kinds, obstacles, relations
from .relations import by_model, in_chunks, is_computed, pointers, pointing_at, unique_columns


class Obstructed(Refused):
    """The act is not undone, for `obstacles`; nothing was changed."""

    def __init__(self, found):
        super().__init__(" ".join(map(str, found)), "obstructed")
        self.obstacles = found


def undo(act, by, reason):
    """Undo `act` as a whole or raise Obstructed; what is undone already stays as it is."""
    try:
        with transaction.atomic():
            act.refresh_from_db(from_queryset=type(act).objects.select_for_update(of=("self",)))
            if not act.undone_at:
                carry_out(act, by, reason.strip())
    except IntegrityError as error:
        message = _("Somebody changed what belongs to these records at this moment; nothing was undone. Try again.")
        raise Obstructed([obstacles.Obstacle(message)]) from error


def carry_out(act, by, reason):
    rows = list(act.rows.all())
    lock(rows)
    if found := obstacles.find(act, rows):
        raise Obstructed(found)
    told, known = {"by": by, "reason": reason}, objections(rows)
    for model, created in reversed(by_model(rows, "created").items()):
        remove(model, created, **told)
    for model, changed in by_model(rows, "changed").items():
        change_back(model, changed, **told)
    for model, deleted in by_model(rows, "deleted").items():
        bring_back(model, deleted, **told)
    if found := [each for fault, each in objections(rows).items() if fault not in known]:
        raise Obstructed(obstacles.capped(found))
    act.undone_at, act.undone_by, act.undo_reason = timezone.now(), by, reason
    act.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    kinds.compute_anew(rows)
    if act.kind in kinds.KINDS and kinds.KINDS[act.kind].is_import:
        record(AuditEntry.Kind.IMPORT, by, act, AuditEntry.Outcome.UNDONE)


def lock(rows):
    """Let nobody else change these rows, nor what they belong to, table by table in the order of their names."""
    keys = {}
    for row in rows:
        keys.setdefault(row.model_class, set()).add(row.object_pk)
        for field in pointers(row.model_class):
            if field.related_model._meta.app_label == row.model_class._meta.app_label:
                values = [(facts or {}).get(field.attname) for facts in (row.before, row.after)]
                keys.setdefault(field.related_model, set()).update(value for value in values if value is not None)
    lock_rows(keys)


def lock_rows(keys):
    """Lock the rows of each model under these keys, in the order of the models' names and of the keys."""
    for model in sorted(keys, key=lambda model: model._meta.label_lower):
        for some in in_chunks(keys[model]):
            found = model._base_manager.filter(pk__in=some).order_by("pk")
            list(found.select_for_update(of=("self",)).values_list("pk"))


# The three ways back; each leaves an entry in the history of the row


def remove(model, created, by, reason):
    """Delete what the act created, and what is computed from it."""
    rows = [row for keys in in_chunks(created) for row in model._base_manager.filter(pk__in=keys)]
    history.write(model, rows, "deleted", by, reason)
    for field in model._meta.private_fields:
        if hasattr(field, "bulk_related_objects"):
            field.bulk_related_objects(rows).delete()
    for keys in in_chunks(created):
        for field in pointing_at(model):
            if is_computed(field.model):
                erase(field.model._base_manager.filter(**{f"{field.attname}__in": keys}))
        erase(model._base_manager.filter(pk__in=keys))


def erase(rows):
    """Delete rows and nothing else: what hangs on them was looked for before."""
    rows._raw_delete(rows.db)


def change_back(model, changed, by, reason):
    """Write what the changed columns said before; what must be unique is emptied first, where rows change places."""
    now = columns.stored_by_key(model, changed)
    future = {key: {**now[key], **row.before} for key, row in changed.items()}
    names = set().union(*(row.before for row in changed.values()))
    emptied = emptied_first(model, names) if len(changed) > 1 else []
    if emptied:
        write(model, emptied, {key: dict.fromkeys(emptied) for key in changed})
    write(model, sorted(names | set(emptied)), future)
    if hasattr(model, "read_locked"):  # whoever has read it in between is overtaken
        for keys in in_chunks(changed):
            model._base_manager.filter(pk__in=keys).update(version=models.F("version") + 1)
    rows = [row for keys in in_chunks(changed) for row in model._base_manager.filter(pk__in=keys)]
    history.write(model, rows, "changed", by, reason)


def emptied_first(model, names):
    """Of each rule of uniqueness that these columns touch, a column that may be empty meanwhile."""
    fields, found = columns.concrete(model), []
    for together, _breach in unique_columns(model):
        if names & set(together):
            found += [name for name in together if fields[name].null][:1]
    return list(dict.fromkeys(found))


def write(model, names, rows):
    """Store these columns of `rows`, by key: all columns of a row at once, for the model's rules concern several.

    A statement for all rows that share their values, for most of them do.
    """
    fields, sharing = columns.concrete(model), {}
    for key, row in rows.items():
        sharing.setdefault(json.dumps([row[name] for name in names]), []).append(key)
    for text, keys in sharing.items():
        values = {name: fields[name].to_python(value) for name, value in zip(names, json.loads(text), strict=True)}
        for some in in_chunks(keys):
            model._base_manager.filter(pk__in=some).update(**values)


def bring_back(model, deleted, by, reason):
    """Create anew what the act deleted, each row under its old key, so that its history goes on."""
    rows = [columns.restored(model, key, row.before) for key, row in deleted.items()]
    models.QuerySet(model).bulk_create(rows, batch_size=columns.CHUNK)
    for name, field in columns.concrete(model).items():
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            write(model, [name], {key: row.before for key, row in deleted.items()})
    back = [row for keys in in_chunks(deleted) for row in model._base_manager.filter(pk__in=keys)]
    history.write(model, back, "created", by, reason)


def objections(rows):
    """What the rules of their models say against these rows as they are now: Obstacles by (table, key, message)."""
    found = {}
    for model, mine in by_model(rows, "changed", "deleted").items():
        if model.clean is models.Model.clean:
            continue
        for keys in in_chunks(mine):
            for row in model._base_manager.filter(pk__in=keys).order_by("pk"):
                found |= {(model, row.pk, fault): obstacle for fault, obstacle in breaches(row)}
    return found


def breaches(row):
    """What the rules of its model say against a row, as (message, Obstacle)."""
    try:
        row.clean()
    except ValidationError as error:
        url = relations.page_of(type(row), row.pk)
        return [(message, obstacles.Obstacle(f"{row}: {message}", url)) for message in error.messages]
    return []
