"""Filters of the staff's lists, with the names that the public list uses in its address."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from core.numbers import whole_number
from pairs.models import Batch, Milestone, Pair


class BatchFilter(admin.SimpleListFilter):
    title = _("batch")
    parameter_name = "batch"

    def lookups(self, request, model_admin):
        return [(str(batch.number), str(batch)) for batch in Batch.objects.all()]

    def queryset(self, request, queryset):
        number = whole_number(self.value())
        return queryset if number is None else queryset.filter(batch__number=number)


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Milestone.Kind.choices

    def queryset(self, request, queryset):
        return queryset.with_status(self.value()) if self.value() in Milestone.Kind.values else queryset


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
