"""Filters of the list of universities in the admin."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from core.admin.base import choice_filter
from pairs.pairs.models.pair import Pair

PAIRED = {
    "recipient": _("Recipient of a pair"),
    "supporter": _("Supporter of a pair"),
    "no": _("Not in any published pair"),
}


def paired_as(universities, side):
    recipient = Exists(Pair.objects.filter(recipient=OuterRef("pk")))
    supporter = Exists(Pair.objects.filter(supporter=OuterRef("pk")))
    return universities.filter({"recipient": recipient, "supporter": supporter, "no": ~recipient & ~supporter}[side])


PairedFilter = choice_filter(_("pairs"), "paired", PAIRED.items, paired_as)

MERGED = {"yes": _("Only records that were merged into another one")}


def merged(universities, _asked):
    return universities.exclude(merged_into=None)


MergedFilter = choice_filter(_("merged records"), "merged", MERGED.items, merged)
