"""The last parts of the public addresses of pairs, made of numbers and codes."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LAST_BATCH = 9999  # addresses have four digits for the number of a batch


def check_batch(number):
    """ValidationError where the number of a batch is too high for the addresses of its pairs."""
    if number > LAST_BATCH:
        raise ValidationError({"number": _("The number of a batch is at most 9999; give a lower one that is free.")})


def group_address(batch, serial, recipient):
    """The last part of the address of a place in the list of a batch."""
    return f"{batch}-{serial or recipient}"


def member_address(batch, serial, recipient, group_place, supporter):
    """The last part of the address of one of several supporters that stand or stood at a place."""
    return f"{group_address(batch, serial, recipient)}-{group_place if serial else supporter}"
