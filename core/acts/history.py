"""History of rows that are written past their models: added, changed and deleted in bulk."""

from django.utils import timezone

SIGNS = {"created": "+", "changed": "~", "deleted": "-"}


def write(model, rows, kind, by, reason):
    """Add to the history of `rows`, if their model has one, that they were created, changed or deleted."""
    if not hasattr(model, "history"):
        return
    past, now = model.history.model, timezone.now()
    facts = {"history_date": now, "history_user": by, "history_change_reason": reason or None}
    facts["history_type"] = SIGNS[kind]
    names = [field.attname for field in past.tracked_fields]
    entries = [past(**facts, **{name: getattr(row, name) for name in names}) for row in rows]
    past.objects.bulk_create(entries, batch_size=500)
