"""The log of imported lists: read by all who oversee, and edited by nobody."""

from django.contrib import admin
from django.urls import path

from pairs.import_log import ImportLogAdmin
from pairs.lists.models import ListImport

from . import column_views, import_log_views, import_views


@admin.register(ListImport)
class ListImportAdmin(ImportLogAdmin):
    list_select_related = ["owner", "act", "batch__action"]
    list_filter = [*ImportLogAdmin.list_filter, "batch"]
    fields = readonly_fields = [
        *("batch", "owner", "file_name", "file_hash", "format", "encoding"),
        *("state", "created_at", "applied_at", "reason"),
    ]

    def get_urls(self):
        def own(route, view, name):
            return path(f"<number:pk>/{route}/", self.admin_site.admin_view(view), name=f"pairs_listimport_{name}")

        return [
            own("preview", import_views.preview, "preview"),
            own("columns", column_views.columns, "columns"),
            own("marked", import_views.marked, "marked"),
            own("log", import_log_views.show, "log"),
            *super().get_urls(),
        ]
