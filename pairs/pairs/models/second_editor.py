"""The rule of actions whose batches two editors publish."""

from django.utils.translation import gettext_lazy as _

from core.exceptions import Refused

ALONE = _("A second editor publishes the batches of this action: ask for it, and another editor decides.")


def refuse_alone(batch, by):
    """Raise Refused where the action asks for a second editor and nobody but `by` has asked for the publication."""
    if batch.action.second_editor and not batch.publication_requests.open().exclude(asked_by=by).exists():
        raise Refused(ALONE, "second_editor")
