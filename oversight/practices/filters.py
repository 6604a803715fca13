"""What the list of good practice can be asked for: one FilterSet for the page, its downloads and later the API."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from activities.models import Mechanism
from core.filters import ListFilterSet, choice, words
from oversight.practices.models.practice import Practice


class PracticeFilterSet(ListFilterSet):
    """By words of title and text or a university, and by mechanism."""

    page_name, download_name = "practice_list", "practice_download"
    in_front = ("q", "mechanism")
    found = ngettext_lazy("<strong>%(number)s</strong> practice", "<strong>%(number)s</strong> practices", "number")

    q = words(_("Words or university"), "find")
    mechanism = choice(_("Mechanism"), _("All mechanisms"), [], field_name="mechanism__number")

    class Meta:
        model = Practice
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["mechanism"].extra["choices"] = [(str(one.number), str(one)) for one in Mechanism.objects.all()]

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset.by_mechanism())

    def find(self, queryset, name, value):
        return queryset.matching(value)
