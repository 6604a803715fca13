from django.contrib import admin

from activities.admin import WrittenByVerbs
from pairs.admin.record import RecordAdmin

from .models import Bulletin, BulletinFigure, GuidanceNote, Reminder, ReminderLetter, ReminderRule


class FigureInline(admin.StackedInline):
    model = BulletinFigure
    extra = 0
    fields = [("measure", "value", "position"), ("name", "name_en"), ("wording", "wording_en")]


@admin.register(Bulletin)
class BulletinAdmin(RecordAdmin):
    kept_with = ["figures"]
    list_display = ["as_of", "scope", "scope_en", "source"]
    list_display_links = ["as_of", "scope"]
    fields = ["as_of", ("scope", "scope_en"), "source"]
    inlines = [FigureInline]


@admin.register(ReminderRule)
class ReminderRuleAdmin(RecordAdmin):
    asks_reason = True
    list_display = ["duty", "after", "every", "times", "active"]
    fields = ["duty", "after", "every", "times", "active"]

    def is_public(self, obj):
        return False

    def get_readonly_fields(self, request, obj=None):
        return ["duty"] if obj else []


class LetterInline(WrittenByVerbs, admin.TabularInline):
    model = ReminderLetter
    extra = 0


@admin.register(Reminder)
class ReminderAdmin(WrittenByVerbs, admin.ModelAdmin):
    """Who was reminded of what; written by the board and by the rules alone."""

    list_display = ["on", "duty", "pair", "side", "asked_by"]
    list_filter = ["duty", "side", "on"]
    list_select_related = ["pair", "asked_by"]
    search_fields = ["pair__recipient_name", "pair__supporter_name"]
    inlines = [LetterInline]


@admin.register(GuidanceNote)
class GuidanceNoteAdmin(WrittenByVerbs, RecordAdmin):
    list_display = ["pair", "province", "written_by", "written_at", "withdrawn_at"]
    list_filter = ["province"]
    list_select_related = ["pair", "written_by"]
    search_fields = ["pair__recipient_name", "pair__supporter_name", "text"]
    exclude = ["version"]
