"""How many files an entry, a pair and a university may have, and of what size together; settable by the operator."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.file_content import MEGABYTE
from core.localized import localized
from pairs.models import Side, University

KEEPERS = []  # the models whose files lie among the evidence and count for their pair
OF_PAIR = gettext_lazy(
    "The files of this pair are %(number)s of at most %(most)s and take up %(taken)s of %(limit)s MB; "
    "this one has %(size)s MB. Take out what is not needed, give a link, "
    "or ask the operators of the site for room: %(contact)s."
)
OF_UNIVERSITY = gettext_lazy(
    "The files that %(university)s has added in all its pairs are %(number)s of at most %(most)s and take up "
    "%(taken)s of %(limit)s MB; this one has %(size)s MB. Take out what is not needed, give a link, "
    "or ask the operators of the site for room: %(contact)s."
)


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


def refuse_beyond_quota(pair, side, size):
    """ValidationError where one more file of `size` bytes, added for this side, were more than there may be.

    Counted are the files of the pair, which the caller has locked, and those that the university of this side has added
    in all its pairs: it adds one at a time.
    """
    refuse_too_many(OF_PAIR, size, used(Q(pair=pair)), (settings.MAX_PAIR_FILES, settings.MAX_PAIR_MEGABYTES))
    if side in Side.values:
        university = University.objects.select_for_update(no_key=True).get(pk=getattr(pair, f"{side}_id"))
        added = used(*(Q(side=name, **{f"pair__{name}": university}) for name in Side.values))
        limits = settings.MAX_UNIVERSITY_FILES, settings.MAX_UNIVERSITY_MEGABYTES
        refuse_too_many(OF_UNIVERSITY, size, added, limits, university=localized(university, "name"))


def refuse_too_many(message, size, used, limits, **facts):
    """ValidationError with `message` where a file of `size` bytes beside those `used` goes beyond the `limits`.

    Both are numbers of files and their size together, of those used in bytes, of the limits in megabytes.
    """
    (number, taken), (most, limit) = used, limits
    if number < most and taken + size <= limit * MEGABYTE:
        return
    contact = settings.SITE["contact"] or _("see “About this site”")
    facts |= {"number": number, "most": most, "taken": megabytes(taken), "limit": limit, "size": megabytes(size)}
    raise ValidationError(str(message), "quota", facts | {"contact": contact})


def used(*which):
    """(number, bytes) of the files that records keep, of any of these conditions; what was erased takes no room."""
    of_keepers = [
        keeper.objects.filter(reduce(or_, which), redacted_at=None)
        .exclude(sha256="")
        .aggregate(number=Count("pk"), taken=Sum("size"))
        for keeper in KEEPERS
    ]
    return sum(each["number"] for each in of_keepers), sum(each["taken"] or 0 for each in of_keepers)


def megabytes(size):
    return f"{size / MEGABYTE:.1f}"
