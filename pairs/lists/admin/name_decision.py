"""Decisions on names, made in previews: read here, and removed where one was wrong."""

from django.contrib import admin

from core.admin.base import ReadOnlyAdminMixin, RefusesWrongFilters
from pairs.lists.models import NameDecision


@admin.register(NameDecision)
class NameDecisionAdmin(ReadOnlyAdminMixin, RefusesWrongFilters, admin.ModelAdmin):
    list_display = ["printed", "university", "keeps_printed", "batch", "decided_by", "decided_at"]
    list_select_related = ["university", "batch", "decided_by"]
    show_full_result_count = False
    search_fields = ["printed", "university__name"]
    fields = readonly_fields = list_display

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm("pairs.delete_namedecision")
