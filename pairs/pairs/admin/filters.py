"""Filters of the staff's lists, with the names that the public list uses in its address."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.numbers import whole_number
from pairs.pairs.filters import named
from pairs.pairs.models.action import Action
from pairs.pairs.models.batch import Batch
from pairs.pairs.models.pair import Milestone


class BatchFilter(admin.SimpleListFilter):
    title = _("batch")
    parameter_name = "batch"

    def lookups(self, request, model_admin):
        return named(list(Batch.objects.select_related("action")))

    def queryset(self, request, queryset):
        number = whole_number(self.value())
        return queryset if number is None else queryset.filter(batch__number=number)


class ActionFilter(admin.SimpleListFilter):
    title = _("action")
    parameter_name = "action"

    def lookups(self, request, model_admin):
        return [(action.slug, action.local_name) for action in Action.objects.all()]

    def queryset(self, request, queryset):
        return queryset.filter(batch__action__slug=self.value()) if self.value() else queryset


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Milestone.Kind.choices

    def queryset(self, request, queryset):
        return queryset.with_status(self.value()) if self.value() in Milestone.Kind.values else queryset
