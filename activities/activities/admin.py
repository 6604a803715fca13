"""Activities in the admin: read only, since transitions write them."""

from django.contrib import admin

from activities.activities.models.activity import Activity
from activities.activities.models.editing import Measure
from activities.activities.models.evidence import Evidence
from activities.activities.models.question_answers import QuestionAnswer
from core.admin.base import ReadOnlyAdminMixin, RecordAdmin


class MeasureInline(ReadOnlyAdminMixin, admin.TabularInline):
    model = Measure
    extra = 0


class EvidenceInline(ReadOnlyAdminMixin, admin.TabularInline):
    model = Evidence
    extra = 0
    fields = ["name", "link", "type", "size", "sha256", "uploaded_at", "redacted_at", "redacted_reason"]
    readonly_fields = fields


class QuestionAnswerInline(ReadOnlyAdminMixin, admin.TabularInline):
    """What was asked about days and figures, and what was answered."""

    model = QuestionAnswer
    extra = 0
    fields = ["code", "remark", "by", "at"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdminMixin, RecordAdmin):
    kept_with = ["measures", "evidence"]
    list_display = ["title", "pair", "kind", "ends_on", "stage", "status"]
    list_filter = ["status", "stage", "kind__mechanism", "pair__batch"]
    list_select_related = ["pair", "kind"]
    search_fields = ["title", "pair__recipient_name", "pair__supporter_name"]
    exclude = ["version"]
    inlines = [MeasureInline, EvidenceInline, QuestionAnswerInline]
