"""Kinds of letters: who writes them, and who is told what became of them."""

KINDS = {}


class LetterKind:
    """How letters of one kind are written. Subclasses stand in `emails.py` of their app or feature."""

    code = ""
    label = ""  # what staff read in place of the code
    apart = False  # a thread of the worker sends these alone, so that no other letter waits for them

    def compose(self, letter):
        """The EmailMessage that `letter` asks for, or None when there is nothing to send any more."""
        raise NotImplementedError

    def after(self, letter):
        """Take note of the new state of `letter`, in the transaction that stores it."""


def sent_apart():
    """The codes of the kinds that are sent by a thread of their own."""
    return [code for code, kind in KINDS.items() if kind.apart]


def register(kind):
    """Class decorator: letters with its code are written by this kind."""
    KINDS[kind.code] = kind()
    return kind
