"""Transitions: changes of state that happen as a whole or not at all."""

from functools import wraps

from django.db import transaction


def transition(verb):
    """A verb of a model: done as a whole or not at all, in the database and in the object that is held."""

    @wraps(verb)
    def taken(self, *args, **kwargs):
        before = self.__getstate__()
        try:
            with transaction.atomic():
                return verb(self, *args, **kwargs)
        except Exception:
            self.__dict__.clear()
            self.__dict__.update(before)
            raise

    return taken
