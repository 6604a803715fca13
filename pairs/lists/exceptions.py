"""Why a list is not imported."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class RefusedListError(ValidationError):
    """The list is not applied, for the reasons given."""


class StaleListError(RefusedListError):
    """The list is not applied: the data are no longer those that the preview showed."""

    def __init__(self):
        super().__init__(_("The data changed after the preview; nothing was applied. Preview the list again."))
