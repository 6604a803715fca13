"""What stands in the way of undoing an act, each named so that a person can go there."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import columns
from .kinds import KINDS
from .relations import by_model, in_chunks, is_computed, page_of, place_of, pointers, pointing_at, unique_columns

MOST = 100  # obstacles that are named; the others are counted


@dataclass(frozen=True)
class Obstacle:
    """One thing that stands in the way: what it says, where it is to be seen, and the row in which it lies."""

    message: str
    url: str = ""
    where: tuple = ()

    def __str__(self):
        return str(self.message)


def find(act, rows):
    """The Obstacles to undoing `act` with these rows: what later acts did first, then row by row."""
    if act.undone_at:
        return []
    found = [*changed_since(act, rows), *hanging(rows), *taken(rows), *lost(rows), *of_kind(act, rows)]
    later = later_acts(act, found)
    rest = list(dict.fromkeys(each for each in found if each.where not in later))
    return capped([*told(later), *rest])


def of_kind(act, rows):
    """What only acts of this kind have in their way."""
    for message, record in KINDS[act.kind].obstacles(act, rows):
        yield Obstacle(message, page_of(type(record), record.pk))


def capped(found):
    if len(found) <= MOST:
        return found
    return [*found[:MOST], Obstacle(_("And %(count)s more.") % {"count": len(found) - MOST})]


def at(model, key):
    return (model._meta.label_lower, key)


# Rows that are no longer as the act left them


def changed_since(act, rows):
    """Rows that were deleted, or whose columns say something else by now, or the same but by a later act."""
    for model, mine in by_model(rows, "created", "changed").items():
        now = columns.stored_by_key(model, mine)
        changed = {key: columns.differing(model, mine[key].after, now[key]) for key in now}
        past = last_changes(model, [key for key, names in changed.items() if names][:MOST])
        for key, row in mine.items():
            if key not in now:
                yield Obstacle(_("%(record)s was deleted since.") % {"record": row.text}, "", at(model, key))
            elif changed[key]:
                message = change_text(row, model, changed[key], past.get(key))
                yield Obstacle(message, place_of(model, key, now[key]), at(model, key))
        yield from made_so_again(act, model, {key: row for key, row in mine.items() if row.kind == "changed"}, now)


def made_so_again(act, model, mine, now):
    """Rows of a table that are as the act left them, but because a later act made them so: its undoing comes first."""
    for later in rows_of_later_acts(act, model._meta.label_lower, mine, kind="changed"):
        both = {*columns.differing(model, later.before, later.after)} & mine[later.object_pk].before.keys()
        if later.object_pk in now and any(later.after[name] == now[later.object_pk][name] for name in both):
            yield Obstacle("", "", at(model, later.object_pk))  # what it says is which act came later


def change_text(row, model, names, last):
    """Which fields were changed since, and if history tells, by whom and when."""
    labels = _(", ").join(str(capfirst(columns.concrete(model)[name].verbose_name)) for name in names)
    facts = {"record": row.text, "fields": labels}
    if last is None:
        return _("%(record)s: changed since: %(fields)s.") % facts
    facts |= {"who": last.history_user or _("a command"), "day": shown(last.history_date)}
    return _("%(record)s: changed since, by %(who)s on %(day)s: %(fields)s.") % facts


def shown(moment):
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def last_changes(model, keys):
    """The last entry in the history of each row, by key."""
    if not keys or not hasattr(model, "history"):
        return {}
    entries = model.history.filter(id__in=keys).select_related("history_user").order_by("history_date", "history_id")
    return {entry.id: entry for entry in entries}


# Rows that others have come to rest on


def hanging(rows):
    """What points to rows that the act created and would fall with them, unless the act created or changed it too."""
    own = by_model(rows, "created")
    changed = by_model(rows, "changed")
    for model, mine in own.items():
        for field in pointing_at(model):
            if is_computed(field.model):
                continue
            back = {key for key, row in changed.get(field.model, {}).items() if field.attname in row.before}
            yield from resting(field, mine, back | own.get(field.model, {}).keys())


def resting(field, mine, own):
    """An Obstacle for each row of the act on which rows rest through `field`, those with the keys `own` aside."""
    found = defaultdict(list)
    for keys in in_chunks(mine):
        others = field.model._base_manager.filter(**{f"{field.attname}__in": keys})
        for key, on in others.values_list("pk", field.attname):
            if key not in own:
                found[on].append(key)
    for on, keys in found.items():
        facts = {"record": mine[on].text, "count": len(keys), "what": field.model._meta.verbose_name}
        message = _("%(record)s: it has records that came later: %(what)s, %(count)s.") % facts
        url = page_of(field.model, keys[0]) if len(keys) == 1 else ""
        yield Obstacle(message, url or page_of(mine[on].model_class, on), at(field.model, min(keys)))


# Rows whose place is taken, or that what they belong to is missing of


def taken(rows):
    """Other rows that hold what must be unique and what a row that comes back would hold."""
    for model, mine in by_model(rows, "changed", "deleted").items():
        own = {row.object_pk for row in rows if row.model == model._meta.label_lower}
        future = restored_columns(model, mine)
        for names, breach in unique_columns(model):
            touched = {key: row for key, row in mine.items() if row.kind == "deleted" or set(names) & set(row.before)}
            wanted = {tuple(future[key][name] for name in names): row for key, row in touched.items() if key in future}
            yield from holders(model, names, breach, wanted, own)


def restored_columns(model, mine):
    """What the columns of each row will be once it is restored, by key."""
    now = columns.stored_by_key(model, [key for key, row in mine.items() if row.kind == "changed"])
    return {key: {**now.get(key, {}), **row.before} for key, row in mine.items() if row.kind == "deleted" or key in now}


def holders(model, names, breach, wanted, own):
    fields = columns.concrete(model)
    wanted = {values: row for values, row in wanted.items() if None not in values}
    for first in in_chunks({values[0] for values in wanted}):
        others = model._base_manager.filter(**{f"{names[0]}__in": first}).values_list("pk", *names)
        for key, *values in others:
            row = wanted.get(
                tuple(columns.as_json(fields[name], value) for name, value in zip(names, values, strict=True))
            )
            if row and key not in own:
                message = breach or _("Another record holds its place by now.")
                yield Obstacle(f"{row.text}: {message}", page_of(model, key), at(model, key))


def lost(rows):
    """What a row that comes back would belong to, and what is no longer there, or for which another stands by now."""
    deleted, changed = by_model(rows, "deleted"), by_model(rows, "changed")
    for model, mine in by_model(rows, "changed", "deleted").items():
        for field in pointers(model):
            target = field.related_model
            wanted = {row.before[field.attname]: row for row in mine.values() if row.before.get(field.attname)}
            missing = wanted.keys() - there(target, wanted) - deleted.get(target, {}).keys()
            for key in missing:
                facts = {"record": wanted[key].text, "what": field.verbose_name}
                message = _("%(record)s: what it belongs to is no longer there: %(what)s.") % facts
                yield Obstacle(message, "", at(target, key))
            for key in merged(field, wanted) - freed(target, changed.get(target, {})):
                facts = {"record": wanted[key].text, "what": field.verbose_name}
                message = _("%(record)s: what it belongs to was merged into another record: %(what)s.") % facts
                yield Obstacle(message, page_of(target, key), at(target, key))


def merged(field, keys):
    """Those of the keys whose records were merged into others, if the rows of this field may not belong to such."""
    into = getattr(field.related_model, "merged_by", None)
    if not into or getattr(field.model, "stays_with_record", False):
        return set()
    rows = field.related_model._base_manager.exclude(**{into: None})
    return {key for some in in_chunks(keys) for key in rows.filter(pk__in=some).values_list("pk", flat=True)}


def freed(model, changed):
    """The records that the act merged into others, and that stand alone again once it is undone."""
    into = getattr(model, "merged_by", None)
    return {key for key, row in changed.items() if into and row.before.get(f"{into}_id", ...) is None}


def there(model, keys):
    """Those of the keys under which there is a row of `model`."""
    found = (model._base_manager.filter(pk__in=some).values_list("pk", flat=True) for some in in_chunks(keys))
    return {key for some in found for key in some}


# Whatever a later act did is said once


def later_acts(act, found):
    """The later acts that are not undone, by the row of an obstacle that they created, changed or deleted."""
    places = defaultdict(set)
    for each in found:
        if each.where:
            places[each.where[0]].add(each.where[1])
    rows = (row for label, keys in places.items() for row in rows_of_later_acts(act, label, keys))
    return {(row.model, row.object_pk): row.act for row in rows}


def rows_of_later_acts(act, label, keys, **kind):
    """The rows of later acts that are not undone, of those with these keys in one table."""
    rows = apps.get_model("core.ActRow").objects.filter(act__pk__gt=act.pk, act__undone_at=None, model=label, **kind)
    for some in in_chunks(keys):
        yield from rows.filter(object_pk__in=some).select_related("act__by")


def told(later):
    for act, count in Counter(later.values()).items():
        facts = {"act": act, "day": shown(act.at), "who": act.by or _("a command"), "count": count}
        message = _("%(act)s (%(who)s, %(day)s) came later and concerns the same records (%(count)s); undo it first.")
        yield Obstacle(message % facts, act.get_absolute_url())
