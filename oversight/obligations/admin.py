"""The rules of reminding, which editors change, and the reminders sent."""

from django.contrib import admin

from core.admin.base import ReadOnlyAdminMixin, RecordAdmin, RefusesWrongFilters, read_only_inline

from .models import NilReturn, Reminder, ReminderLetter, ReminderRule


@admin.register(ReminderRule)
class ReminderRuleAdmin(RecordAdmin):
    asks_reason = True
    list_display = ["duty", "after", "every", "times", "active"]
    fields = ["duty", "after", "every", "times", "active"]

    def is_public(self, obj):
        return False

    def get_readonly_fields(self, request, obj=None):
        return ["duty"] if obj else []


@admin.register(Reminder)
class ReminderAdmin(RefusesWrongFilters, ReadOnlyAdminMixin, admin.ModelAdmin):
    """Who was reminded of what; written by the board and by the rules alone."""

    list_display = ["on", "duty", "pair", "side", "asked_by"]
    list_filter = ["duty", "side", "on"]
    list_select_related = ["pair", "asked_by"]
    search_fields = ["pair__recipient_name", "pair__supporter_name"]
    inlines = [read_only_inline(ReminderLetter)]


@admin.register(NilReturn)
class NilReturnAdmin(RefusesWrongFilters, ReadOnlyAdminMixin, admin.ModelAdmin):
    """What sides said of periods on which they are to report; written at the desk alone."""

    list_display = ["first", "last", "pair", "side", "said_by", "said_at", "withdrawn_at"]
    list_filter = ["side", "first"]
    list_select_related = ["pair", "said_by"]
    search_fields = ["pair__recipient_name", "pair__supporter_name"]
