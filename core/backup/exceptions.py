"""Why a backup was not made, or is not taken."""

from django.utils.translation import gettext as _

from core import outages


class BackupRefused(Exception):  # noqa: N818 - nothing went wrong in the code
    """Says to people what is wrong and what to do; nothing was changed."""


def reason_of(error):
    """What stood in the way of a backup or of restoring one, in words."""
    if outages.is_full(error):
        return _("There is no room left.")
    if isinstance(error, FileNotFoundError):
        return _("There is no %(file)s. Check the name and the folder.") % {"file": error.filename}
    return f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else error
