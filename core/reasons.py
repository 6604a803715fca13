"""Why something was done: a reason that people give and others read."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.personal_data import ask_about
from core.validators import only_printable

REASON_LENGTH = 500


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
