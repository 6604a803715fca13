"""What a name or a title may hold: characters that can be seen, in the order in which they are written."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from opendata import printable

# Characters that turn the writing direction around: what follows reads otherwise than it is stored.
TURNING = {*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
# Those of them that turn letters around as well; nobody types them, and no program leaves them behind.
OVERRIDING = {*"\u202d\u202e"}
# Controls, halves of characters, and separators of lines and paragraphs.
UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}
# Letters by their category, yet blank: Hangul fillers and the empty Braille cell.
BLANK = {*"\u115f\u1160\u2800\u3164\uffa0"}
# Spaces, joiners and other formatting, marks that need a letter, unassigned: alone they show nothing.
UNSEEN = {"Zs", "Cf", "Mn", "Me", "Cn"}


def mail_address(text):
    """Return `text` where it is an address for mail, else nothing."""
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text


def visible_text(text):
    """Validate one line of text: no control characters, no turned direction, and something to see in it."""
    if any(char in TURNING or unicodedata.category(char) in UNPRINTABLE for char in text):
        raise ValidationError(_("Remove the invisible control characters, or type the text again."), code="unprintable")
    if text and is_unseen(text):
        raise ValidationError(_("None of this is visible; write it in letters."), code="invisible")


def something_seen(text):
    """Validate text of several lines: empty, or with something to see in it."""
    if text.strip() and is_unseen(text):
        raise ValidationError(_("None of this is visible; write it in letters."), code="invisible")


def is_unseen(text):
    """Whether a page would show nothing of it."""
    return all(char.isspace() or char in BLANK or unicodedata.category(char) in UNSEEN for char in text)


def only_printable(text):
    """ValidationError when `text` holds characters that no page can show and not every database can store.

    So it is when it holds nothing else: what nobody can see does not stand for a title or a reason.
    """
    if printable(text) != text or any(char in OVERRIDING for char in text):
        raise ValidationError(_("Remove the invisible control characters, or type the text again."), "unprintable")
    something_seen(text)
