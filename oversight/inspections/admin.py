"""Checklists, which editors change; inspections and findings, which transitions write."""

from django.contrib import admin

from core.admin.base import ReadOnlyAdminMixin, RecordAdmin, read_only_inline
from oversight.inspections.models.checklist import Checklist, ChecklistItem
from oversight.inspections.models.finding import Finding
from oversight.inspections.models.inspection import Answer, Inspection
from oversight.inspections.models.inspection_round import Draw, InspectionRound


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


@admin.register(InspectionRound)
class InspectionRoundAdmin(ReadOnlyAdminMixin, RecordAdmin):
    list_display = ["name", "starts", "ends", "checklist"]
    list_select_related = ["checklist"]
    search_fields = ["name", "name_en"]
    exclude = ["version"]
    inlines = [read_only_inline(Draw, "seed", "number", "drawn_by", "drawn_at")]


@admin.register(Inspection)
class InspectionAdmin(ReadOnlyAdminMixin, RecordAdmin):
    kept_with = ["answers"]
    list_display = ["pair", "round", "state", "visited_on", "concluded_at"]
    list_filter = ["state", "round"]
    list_select_related = ["pair", "round"]
    search_fields = ["pair__recipient_name", "pair__supporter_name"]
    exclude = ["version"]
    inlines = [read_only_inline(Answer, "question", "verdict", "note")]


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdminMixin, RecordAdmin):
    list_display = ["text", "inspection", "side", "due_on", "answered_at", "closed_at"]
    list_filter = ["side", "inspection__round"]
    list_select_related = ["inspection__pair", "inspection__round"]
    search_fields = ["text", "inspection__pair__recipient_name", "inspection__pair__supporter_name"]
    exclude = ["version"]
