"""What a typed text may hold, so that every database takes or refuses it alike, with the same words."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.personal_data import ask_about
from core.validators import something_seen
from opendata import printable

REASON_LENGTH = 500


def only_printable(text):
    """ValidationError when `text` holds characters that no page can show and not every database can store.

    So it is when it holds nothing else: what nobody can see does not stand for a title or a reason.
    """
    if printable(text) != text:
        raise ValidationError(_("Remove the invisible control characters, or type the text again."), "unprintable")
    something_seen(text)


def given_reason(reason):
    """`reason` trimmed; ValidationError for the field "reason" when it is missing, too long or unprintable."""
    reason = (reason or "").strip()
    if not reason:
        raise ValidationError({"reason": _("Give the reason; it is kept and shown.")})
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": _("Shorten the reason to 500 characters.")})
    try:
        only_printable(reason)
    except ValidationError as error:
        raise ValidationError({"reason": error.messages}) from error
    ask_about("reason", _("Reason"), reason)
    return reason
