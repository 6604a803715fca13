"""Transitions: changes of state that happen as a whole or not at all."""

from functools import wraps

from django.db import transaction


def transition(function):
    """Make a change of state happen as a whole or not at all, in the database and in the record passed first."""

    @wraps(function)
    def carried_out(record, *args, **kwargs):
        before = record.__getstate__()
        try:
            with transaction.atomic():
                return function(record, *args, **kwargs)
        except Exception:
            record.__dict__.clear()
            record.__dict__.update(before)
            raise

    return carried_out
