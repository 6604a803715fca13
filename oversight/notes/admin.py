"""Guidance notes in the admin: read only."""

from django.contrib import admin

from core.admin.base import ReadOnlyAdminMixin, RecordAdmin

from .models import GuidanceNote


@admin.register(GuidanceNote)
class GuidanceNoteAdmin(ReadOnlyAdminMixin, RecordAdmin):
    list_display = ["pair", "province", "written_by", "written_at", "withdrawn_at"]
    list_filter = ["province"]
    list_select_related = ["pair", "written_by"]
    search_fields = ["pair__recipient_name", "pair__supporter_name", "text"]
    exclude = ["version"]
