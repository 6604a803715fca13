"""Filters of the list of universities in the admin."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from pairs.pairs.models.pair import Pair


class PairedFilter(admin.SimpleListFilter):
    title = _("pairs")
    parameter_name = "paired"

    def lookups(self, request, model_admin):
        return [
            ("recipient", _("Recipient of a pair")),
            ("supporter", _("Supporter of a pair")),
            ("no", _("In no known pair")),
        ]

    def queryset(self, request, queryset):
        recipient = Exists(Pair.objects.filter(recipient=OuterRef("pk")))
        supporter = Exists(Pair.objects.filter(supporter=OuterRef("pk")))
        conditions = {"recipient": recipient, "supporter": supporter, "no": ~recipient & ~supporter}
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset
