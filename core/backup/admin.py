"""The good backups, for staff to read; they are made by `manage.py backup` alone."""

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReadOnlyAdminMixin, RefusesWrongFilters


class BackupAdmin(ReadOnlyAdminMixin, RefusesWrongFilters, admin.ModelAdmin):
    """What was backed up when, and what its proof compared."""

    list_display = ["made_at", "file_name", "bytes", "encrypted", "seconds", "compared"]
    fields = ["made_at", "file_name", "bytes", "sha256", "encrypted", "seconds", "compared"]
    readonly_fields = ["bytes", "compared"]

    @admin.display(description=_("size"), ordering="size")
    def bytes(self, backup):
        return filesizeformat(backup.size)

    @admin.display(description=_("restored and compared"))
    def compared(self, backup):
        return _("%(rows)s rows of %(tables)s tables, %(files)s files") % backup.proof

    def has_module_permission(self, request):
        return request.user.oversees

    def has_view_permission(self, request, obj=None):
        return request.user.oversees
