from django.contrib import admin

from core.admin.base import ReadOnlyAdminMixin, RecordAdmin
from core.admin.filters import RefusesWrongFilters

from .models import (
    Adoption,
    Answer,
    Bulletin,
    BulletinFigure,
    BulletinNote,
    Checklist,
    ChecklistItem,
    Citation,
    Draw,
    Finding,
    GuidanceNote,
    Inspection,
    InspectionRound,
    Practice,
    Reminder,
    ReminderLetter,
    ReminderRule,
)


class FigureInline(ReadOnlyAdminMixin, admin.StackedInline):
    model = BulletinFigure
    extra = 0


class NoteInline(ReadOnlyAdminMixin, admin.StackedInline):
    model = BulletinNote
    extra = 0
    fields = ["note", "note_en", "added_at", "added_by"]
    readonly_fields = fields


@admin.register(Bulletin)
class BulletinAdmin(ReadOnlyAdminMixin, RecordAdmin):
    kept_with = ["figures", "notes"]
    list_display = ["as_of", "stated_on", "scope", "state", "published_at"]
    list_display_links = ["as_of", "stated_on", "scope"]
    list_filter = ["state"]
    exclude = ["version", "snapshot"]
    inlines = [FigureInline, NoteInline]

    def is_public(self, obj):
        return obj.is_published


@admin.register(ReminderRule)
class ReminderRuleAdmin(RecordAdmin):
    asks_reason = True
    list_display = ["duty", "after", "every", "times", "active"]
    fields = ["duty", "after", "every", "times", "active"]

    def is_public(self, obj):
        return False

    def get_readonly_fields(self, request, obj=None):
        return ["duty"] if obj else []


class LetterInline(ReadOnlyAdminMixin, admin.TabularInline):
    model = ReminderLetter
    extra = 0


@admin.register(Reminder)
class ReminderAdmin(RefusesWrongFilters, ReadOnlyAdminMixin, admin.ModelAdmin):
    """Who was reminded of what; written by the board and by the rules alone."""

    list_display = ["on", "duty", "pair", "side", "asked_by"]
    list_filter = ["duty", "side", "on"]
    list_select_related = ["pair", "asked_by"]
    search_fields = ["pair__recipient_name", "pair__supporter_name"]
    inlines = [LetterInline]


@admin.register(GuidanceNote)
class GuidanceNoteAdmin(ReadOnlyAdminMixin, RecordAdmin):
    list_display = ["pair", "province", "written_by", "written_at", "withdrawn_at"]
    list_filter = ["province"]
    list_select_related = ["pair", "written_by"]
    search_fields = ["pair__recipient_name", "pair__supporter_name", "text"]
    exclude = ["version"]


class ChecklistItemInline(admin.StackedInline):
    model = ChecklistItem
    extra = 0
    fields = [("position", "question", "question_en")]


@admin.register(Checklist)
class ChecklistAdmin(RecordAdmin):
    kept_with = ["items"]
    list_display = ["name", "name_en", "retired"]
    fields = [("name", "name_en"), "retired"]
    inlines = [ChecklistItemInline]

    def has_delete_permission(self, request, obj=None):
        """One that a round uses is retired instead."""
        return (obj is None or not obj.rounds.exists()) and super().has_delete_permission(request, obj)


class DrawInline(ReadOnlyAdminMixin, admin.TabularInline):
    model = Draw
    extra = 0
    fields = ["seed", "number", "drawn_by", "drawn_at"]
    readonly_fields = fields


@admin.register(InspectionRound)
class InspectionRoundAdmin(ReadOnlyAdminMixin, RecordAdmin):
    list_display = ["name", "starts", "ends", "checklist"]
    list_select_related = ["checklist"]
    search_fields = ["name", "name_en"]
    exclude = ["version"]
    inlines = [DrawInline]


class AnswerInline(ReadOnlyAdminMixin, admin.TabularInline):
    model = Answer
    extra = 0
    fields = ["question", "verdict", "note"]


@admin.register(Inspection)
class InspectionAdmin(ReadOnlyAdminMixin, RecordAdmin):
    kept_with = ["answers"]
    list_display = ["pair", "round", "state", "visited_on", "concluded_at"]
    list_filter = ["state", "round"]
    list_select_related = ["pair", "round"]
    search_fields = ["pair__recipient_name", "pair__supporter_name"]
    exclude = ["version"]
    inlines = [AnswerInline]


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdminMixin, RecordAdmin):
    list_display = ["text", "inspection", "side", "due_on", "answered_at", "closed_at"]
    list_filter = ["side", "inspection__round"]
    list_select_related = ["inspection__pair", "inspection__round"]
    search_fields = ["text", "inspection__pair__recipient_name", "inspection__pair__supporter_name"]
    exclude = ["version"]


class CitationInline(ReadOnlyAdminMixin, admin.TabularInline):
    model = Citation
    extra = 0


class AdoptionInline(ReadOnlyAdminMixin, admin.TabularInline):
    model = Adoption
    extra = 0
    fields = ["pair", "adopted_by", "adopted_at"]
    readonly_fields = fields


@admin.register(Practice)
class PracticeAdmin(ReadOnlyAdminMixin, RecordAdmin):
    kept_with = ["citations", "adoptions"]
    list_display = ["raw_title", "title", "mechanism", "pair", "state", "published_at"]
    list_display_links = ["raw_title", "title"]
    list_filter = ["state", "mechanism"]
    list_select_related = ["mechanism", "pair"]
    search_fields = ["raw_title", "title", "title_en", "pair__recipient_name", "pair__supporter_name"]
    exclude = ["version"]
    inlines = [CitationInline, AdoptionInline]

    def is_public(self, obj):
        return obj.is_published
