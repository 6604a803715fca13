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
