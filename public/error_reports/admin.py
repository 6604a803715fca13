"""Reports of errors in the admin: read by the ministry, answered by its editors."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.emails import site_of
from core.admin.base import RecordAdmin

from .models import ErrorReport

SENT = ("shown_page", "text", "evidence", "contact", "received_at")
BECAME = ("state", "answer", "answered_by", "answered_at")


@admin.register(ErrorReport)
class ErrorReportAdmin(RecordAdmin):
    list_display = ["received_at", "page", "beginning", "state", "answered_by", "answered_at"]
    list_filter = ["state"]
    list_select_related = ["answered_by"]
    search_fields = ["page", "text"]
    readonly_fields = [*SENT, "answered_by", "answered_at"]

    def get_fields(self, request, obj=None):
        """How to reach the writer is for those who answer."""
        may = self.has_change_permission(request, obj)
        return [name for name in (*SENT, *BECAME) if may or name != "contact"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        """They are deleted by themselves, after the time that the privacy page names."""
        return False

    def is_public(self, obj):
        return False

    def save_model(self, request, obj, form, change):
        if {"state", "answer"} & set(form.changed_data):
            obj.settle(request.user, site_of(request))

    @admin.display(description=_("page"))
    def shown_page(self, obj):
        return format_html('<a href="{0}">{0}</a>', obj.page) if obj.page else "–"

    @admin.display(description=_("what is wrong"))
    def beginning(self, obj):
        return Truncator(obj.text).chars(60)
