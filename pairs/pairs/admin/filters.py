"""Filters of the staff's lists, with the names that the public list uses in its address."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.numbers import whole_number
from pairs.pairs.models.batch import Batch
from pairs.pairs.models.pair import Milestone


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
