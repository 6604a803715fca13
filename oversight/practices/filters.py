"""What the list of good practice can be asked for: one FilterSet for the page, its downloads and later the API."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from activities.catalogue.filters import by_mechanism
from core.filters import ListFilterSet, words
from oversight.practices.models.practice import Practice
from pairs.pairs.filters import by_action


class PracticeFilterSet(ListFilterSet):
    """By words of title and text or a university, by mechanism and by action."""

    is_public = True
    page_name, download_name = "practice_list", "practice_download"
    in_front = ("q", "mechanism")
    found = ngettext_lazy("<strong>%(number)s</strong> practice", "<strong>%(number)s</strong> practices", "number")

    q = words(_("Words or university"))
    mechanism = by_mechanism(field_name="mechanism__number")
    action = by_action("pair__batch__action__slug")

    @property
    def several(self):
        """Whether several actions are published, so that a mechanism says whose it is."""
        return len(self.filters["action"].extra["choices"]) > 1

    def everything(self):
        return Practice.objects.published().by_mechanism()
