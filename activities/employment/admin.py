"""Groups of graduates and employment snapshots in the admin."""

from django.contrib import admin

from activities.activities.admin import QuestionAnswerInline
from core.admin.base import ReadOnlyAdminMixin, RecordAdmin

from .models import EmploymentSnapshot, GraduateGroup
from .public_figures import withhold_again


@admin.register(GraduateGroup)
class GraduateGroupAdmin(RecordAdmin):
    list_display = ["code", "name", "name_en", "asked"]
    list_display_links = ["code", "name"]
    fields = ["code", ("name", "name_en"), "part_of", ("position", "asked")]

    def save_model(self, request, obj, form, change):
        """Another larger group may tell numbers under ten of what is public: more is hidden then."""
        super().save_model(request, obj, form, change)
        if "part_of" in form.changed_data:
            reporting = obj.snapshots.order_by().values("university")
            withhold_again(EmploymentSnapshot.objects.public().filter(university__in=reporting))


@admin.register(EmploymentSnapshot)
class EmploymentSnapshotAdmin(ReadOnlyAdminMixin, RecordAdmin):
    list_display = ["university", "as_of", "group", "graduates", "employed", "rate", "released_at"]
    list_select_related = ["university", "group"]
    search_fields = ["university__name"]
    exclude = ["version"]
    inlines = [QuestionAnswerInline]
