"""History of rows that are written past their models, and of those that go along: who and why."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal, receiver
from django.utils import timezone
from simple_history.signals import pre_create_historical_record

lines_written = Signal()  # sent with the `lines` that were added past the models; the sender is the model
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
    lines_written.send(sender=model, lines=entries)


_TOLD = ContextVar("told", default=None)


@contextmanager
def told(by, reason):
    """Let all history that is written meanwhile, for rows that go along too, say who and why."""
    token = _TOLD.set((by, reason))
    try:
        yield
    finally:
        _TOLD.reset(token)


@receiver(pre_create_historical_record)
def say_who_and_why(history_instance, **kwargs):
    if facts := _TOLD.get():
        by, reason = facts
        history_instance.history_user = by or history_instance.history_user
        history_instance.history_change_reason = history_instance.history_change_reason or reason or None
