"""Groups of graduates and employment snapshots in the admin."""

from django.contrib import admin

from core.admin.base import ReadOnlyAdminMixin, RecordAdmin

from .models import EmploymentSnapshot, GraduateGroup


@admin.register(GraduateGroup)
class GraduateGroupAdmin(RecordAdmin):
    list_display = ["code", "name", "name_en", "asked"]
    list_display_links = ["code", "name"]
    fields = ["code", ("name", "name_en"), "part_of", ("position", "asked")]


@admin.register(EmploymentSnapshot)
class EmploymentSnapshotAdmin(ReadOnlyAdminMixin, RecordAdmin):
    list_display = ["university", "as_of", "group", "graduates", "employed", "rate", "released_at"]
    list_select_related = ["university", "group"]
    search_fields = ["university__name"]
    exclude = ["version"]
