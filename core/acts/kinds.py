"""The kinds of acts, registered by the apps that carry them out in a module `acts.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

KINDS = {}
DELETION = "deletion"
COMPUTED = {}  # what computes anew, by the label of the model


@dataclass(frozen=True)
class Kind:
    """A kind of act: its label, the permissions that undoing it needs, and what only this kind has in its way.

    `obstacles` is called with the act and its rows, which are locked when it is about to be undone, and yields pairs
    of a message and the record where it is dealt with. `button`, `warning` and `reason_help` are what the page
    that undoes it says.
    """

    slug: str
    label: str
    permissions: tuple = ()
    button: str = gettext_lazy("Undo")
    warning: str = ""
    reason_help: str = gettext_lazy("Kept in the history of every record.")
    obstacles: Callable = lambda act, rows: ()
    is_import: bool = False  # takes over what came from outside: stands in the audit log as well
    is_deletion: bool = False  # what it deletes stands in the bin


def register(slug, label, **facts):
    """Make a kind of act known; returns its Kind."""
    KINDS[slug] = Kind(slug, label, **facts)
    return KINDS[slug]


def deletions():
    """The kinds of acts by which records are deleted by themselves."""
    return [kind.slug for kind in KINDS.values() if kind.is_deletion]


def computed_from(*labels):
    """Decorator: a function that brings in step what is computed from rows of these models, called with ActRows."""

    def known(function):
        COMPUTED.update(dict.fromkeys(labels, function))
        return function

    return known


def compute_anew(rows):
    """Bring in step what is computed from the rows of an act, once it is done or undone."""
    for function in dict.fromkeys(COMPUTED[row.model] for row in rows if row.model in COMPUTED):
        function(rows)


register(
    DELETION,
    gettext_lazy("Deleted"),
    button=gettext_lazy("Bring back"),
    reason_help=gettext_lazy("Kept in the history of every record."),
    is_deletion=True,
)
