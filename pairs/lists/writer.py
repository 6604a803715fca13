"""Writing what a plan shows: in bulk, with the history that says who, when and why."""

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from pairs.pairs.models.batch import Batch, Side
from pairs.pairs.models.pair import SNAPSHOT, Pair

KEPT = {side: {field: f"{side}_{field}" for field in SNAPSHOT} for side in Side}


def apply(plan, by=None, reason=""):
    """Write new and changed pairs and the state of the list; the caller holds the transaction and the lock."""
    history = {"default_user": by, "default_change_reason": reason}
    _update(plan.changed, history)
    bulk_create_with_history([new_pair(plan.batch, new) for new in plan.new], Pair, **history)
    if plan.completes_list:
        _complete(plan.batch, by, reason)


def new_pair(batch, new):
    """The Pair of a new row, with both sides as they stand now."""
    return Pair(
        batch_id=batch.pk,
        serial=new.row.serial,
        recipient_id=new.recipient.pk,
        supporter_id=new.supporter.pk,
        **snapshot(Side.RECIPIENT, new.recipient, new.row.recipient),
        **snapshot(Side.SUPPORTER, new.supporter, new.row.supporter),
    )


def snapshot(side, university, printed):
    """What a pair keeps of `university` on `side`, by attribute: its facts now and its name as printed."""
    facts = {attribute: getattr(university, field) for field, attribute in KEPT[side].items()}
    facts[KEPT[side]["name"]] = printed
    return facts


def _update(changes, history):
    pairs = [change.pair for change in changes]
    renumbered = [change.pair.pk for change in changes if change.pair.serial and "serial" in change.values]
    # Two pairs that exchange their numbers would collide half-way, so the numbers are cleared first.
    Pair.objects.filter(pk__in=renumbered).update(serial=None)
    written = set()
    for change in changes:
        written.update(change.values)
        for attribute, value in change.values.items():
            setattr(change.pair, attribute, value)
    if pairs:
        bulk_update_with_history(pairs, Pair, sorted(written), **history)


def _complete(batch, by, reason):
    batch.list_status = Batch.ListStatus.COMPLETE
    batch._history_user, batch._change_reason = by, reason
    batch.save(update_fields=["list_status"])
