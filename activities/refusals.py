"""What a verb says when it does not do what it was asked."""

from functools import wraps

from django.db import transaction


class Refused(Exception):  # noqa: N818 - it is an answer, not a failure
    """The step is not open to this person, or not now; `message` is for people to read, `code` for the caller."""

    def __init__(self, message, code="refused"):
        super().__init__(message)
        self.message, self.code = message, code

    def __str__(self):
        return str(self.message)


class Conflict(Refused):
    """Somebody saved meanwhile. `mine` and `theirs` hold both texts by field; `version` is the one now stored."""

    def __init__(self, message, mine, theirs, version):
        super().__init__(message, "conflict")
        self.mine, self.theirs, self.version = mine, theirs, version

    @property
    def differing(self):
        """The fields in which both texts differ."""
        return [field for field, text in self.mine.items() if text != self.theirs.get(field)]


def step(verb):
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
