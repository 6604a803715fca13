"""How many files an entry and a pair may have, and how large they may be together; settable by the operator."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from core.file_content import MEGABYTE

KEEPERS = []  # the models whose files lie among the evidence and count for their pair


def refuse_more(pieces):
    """ValidationError where the `pieces` of an entry, its files and links, are as many as it takes."""
    number = pieces.count()
    if number >= settings.MAX_ENTRY_FILES:
        raise ValidationError(
            _(
                "%(number)s files and links stand here already, as many as there may be. "
                "Take out what is not needed, or put several into one PDF."
            ),
            "quota",
            {"number": number},
        )


def refuse_beyond_quota(pair, size):
    """ValidationError where the files of a pair, with one more of `size` bytes, were more than it may have."""
    number, taken = used(pair)
    if number < settings.MAX_PAIR_FILES and taken + size <= settings.MAX_PAIR_MEGABYTES * MEGABYTE:
        return
    raise ValidationError(
        _(
            "The files of this pair are %(number)s of at most %(most)s and take up %(taken)s of %(limit)s MB; "
            "this one has %(size)s MB. Take out what is not needed, give a link, "
            "or ask the operators of the site for room: %(contact)s."
        ),
        "quota",
        {
            "number": number,
            "most": settings.MAX_PAIR_FILES,
            "taken": megabytes(taken),
            "limit": settings.MAX_PAIR_MEGABYTES,
            "size": megabytes(size),
            "contact": settings.SITE["contact"] or _("see “About this site”"),
        },
    )


def used(pair):
    """(number, bytes) of the files that the records of a pair keep; what was erased takes no room."""
    of_keepers = [
        keeper.objects.filter(pair=pair, redacted_at=None)
        .exclude(sha256="")
        .aggregate(number=Count("pk"), taken=Sum("size"))
        for keeper in KEEPERS
    ]
    return sum(each["number"] for each in of_keepers), sum(each["taken"] or 0 for each in of_keepers)


def megabytes(size):
    return f"{size / MEGABYTE:.1f}"
