"""Imported lists: each editor sees the own ones, and nobody edits them by hand."""

from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReadOnlyAdminMixin, RefusesWrongFilters
from pairs.lists.models import ListImport

from . import column_views, import_views


@admin.register(ListImport)
class ListImportAdmin(ReadOnlyAdminMixin, RefusesWrongFilters, admin.ModelAdmin):
    list_display = ["batch", "file_name", "format", "state", "created_at", "applied_at", "preview"]
    list_display_links = None
    list_select_related = ["batch"]
    list_filter = ["state"]
    show_full_result_count = False
    fields = readonly_fields = [
        *("batch", "owner", "file_name", "file_hash", "format", "encoding"),
        *("state", "created_at", "applied_at", "reason"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).of(request.user)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<number:pk>/preview/", wrap(import_views.preview), name="pairs_listimport_preview"),
            path("<number:pk>/columns/", wrap(column_views.columns), name="pairs_listimport_columns"),
            path("<number:pk>/marked/", wrap(import_views.marked), name="pairs_listimport_marked"),
            *super().get_urls(),
        ]

    @admin.display(description=_("preview"))
    def preview(self, listed):
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:pairs_listimport_preview", args=[listed.pk]), _("Open")
        )
