"""What the list of universities and the search can be asked for."""

from django.db.models import Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.filters import ListFilterSet, choice, words
from core.paging import Grouping, SparingPaginator
from pairs.directory.models.university import Level, University
from pairs.directory.name_matching import EXACT

from .provinces import Province

CODE_DIGITS = 7  # of ten: school type, province and the beginning of the school's own number; at most 1,000 share them
BY_CODE = Grouping("code", CODE_DIGITS)


class SearchFilterSet(ListFilterSet):
    """The search page: universities by words."""

    is_public = True
    per_page = 20
    pages_by = SparingPaginator
    q = words(_("University"), "search")

    def everything(self):
        return University.objects.public()

    @property
    def paged(self):
        """The key of each university, with its rank among those that the words find."""
        return self.qs.values_list("pk", "search_rank" if "q" in self.values else Value(EXACT))


class UniversityFilterSet(SearchFilterSet):
    """The list of universities: by words, province, level, and whether a pair is known."""

    per_page = ListFilterSet.per_page
    page_name, download_name = "university_list", "university_download"
    in_front = ("q", "province", "level", "paired")
    found = ngettext_lazy(
        "<strong>%(number)s</strong> university", "<strong>%(number)s</strong> universities", "number"
    )

    PAIRED = [("recipient", _("Supported")), ("supporter", _("Supporting")), ("no", _("Not in any published pair"))]

    @property
    def grouping(self):
        """By code, unless words were asked for, which rank what they find."""
        return None if "q" in self.values else BY_CODE

    province = choice(_("Province"), _("All provinces"), Province.choices)
    level = choice(_("Level"), _("All levels"), Level.choices)
    paired = choice(_("Pairs"), _("All universities"), PAIRED, asks="paired_as")
