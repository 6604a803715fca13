"""Answers to whoever may be here, but cannot take this step."""

from django.core.exceptions import PermissionDenied


class Locked(PermissionDenied):
    """A 403 for somebody in scope: no right is lacking, the thing itself does not allow it.

    `message` is the reason; `back` the address that leads on, called `label`; `typed` are (label, text) of what the
    person had written, to be copied.
    """

    def __init__(self, message, back="", label="", typed=()):
        super().__init__(message)
        self.message, self.back, self.label, self.typed = message, back, label, list(typed)


class Elsewhere(Exception):  # noqa: N818 - it is an answer, not a failure
    """The page is gone for this person; `message` says why, and `target` is where they are led."""

    def __init__(self, message, target):
        super().__init__(message)
        self.message, self.target = message, target


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
