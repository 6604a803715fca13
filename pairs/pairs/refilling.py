"""Giving pairs the facts as of their notice anew, where a register or a list of types came later than they did."""

from collections import defaultdict

from django.db import transaction
from simple_history.utils import bulk_update_with_history

from core.acts.recording import recording
from pairs.directory.models import facts
from pairs.directory.models.university import University

from .models.batch import Side
from .models.pair import SNAPSHOT

KIND = "facts_anew"
FIELDS = [field for field in SNAPSHOT if field != "name"]  # a printed name is never rewritten


def changes(pairs):
    """(pair, {column: (old, new)}) of those of `pairs` that hold other facts than now known of the notice's day."""
    by_day = defaultdict(list)
    for pair in pairs.select_related("batch").in_order():
        by_day[pair.batch.announced_on].append(pair)
    for day, of_day in by_day.items():
        keys = {getattr(pair, f"{side}_id") for pair in of_day for side in Side.values}
        known = University.objects.in_bulk(keys)
        then = facts.standing_on(day, known)
        for pair in of_day:
            if found := differing(pair, then):
                yield pair, found


def differing(pair, then):
    """What `pair` holds otherwise; what is not known now takes nothing away."""
    wanted = {
        f"{side}_{field}": getattr(then[getattr(pair, f"{side}_id")], field) for side in Side.values for field in FIELDS
    }
    return {
        name: (getattr(pair, name), value)
        for name, value in wanted.items()
        if value not in ("", "unknown") and getattr(pair, name) != value
    }


@transaction.atomic
def refill(pairs, by, reason):
    """Give `pairs` the facts as of their notices anew, as one act with history; how many changed."""
    list(pairs.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    found = list(changes(pairs))
    keys = [pair.pk for pair, _values in found]
    with recording(KIND, str(len(found)), by, reason, watch=[pairs.model.objects.filter(pk__in=keys)]):
        for pair, values in found:
            for name, (_old, new) in values.items():
                setattr(pair, name, new)
        columns = [f"{side}_{field}" for side in Side.values for field in FIELDS]
        told = {"default_user": by, "default_change_reason": reason}
        bulk_update_with_history([pair for pair, _values in found], pairs.model, columns, batch_size=200, **told)
    return len(found)
