"""Group robots in the admin: editors allow a service and each robot; nobody sees an address."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import RecordAdmin

from .models import Robot, RobotService


@admin.register(RobotService)
class RobotServiceAdmin(RecordAdmin):
    asks_reason = True
    list_display = ["name", "allowed"]
    fields = ["name", "allowed"]

    def is_public(self, obj):
        return False

    def get_readonly_fields(self, request, obj=None):
        return ["name"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Robot)
class RobotAdmin(RecordAdmin):
    asks_reason = True
    list_display = ["service", "place", "tail", "allowed", "refused", "active", "set_by", "set_at", "last_state"]
    list_filter = ["service", "allowed", "refused", "active"]
    list_select_related = ["university", "set_by"]
    search_fields = ["university__name"]
    fields = ["service", "place", "tail", "hour", "active", "set_by", "set_at", "last_state", "last_at"]
    fields += ["allowed", "refused"]
    readonly_fields = fields[:-2]

    @admin.display(description=_("university or province"))
    def place(self, robot):
        return robot.place

    def is_public(self, obj):
        return False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        """It is removed at the desk: what is deleted here would be kept in the bin."""
        return False
