"""Universities and their names."""

from operator import attrgetter

from django.contrib import admin
from django.db import models
from django.urls import path
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReasonModelForm, RecordAdmin
from pairs.class_lists import admin as class_lists
from pairs.directory.models.university import University, UniversityName

from . import merge_views, register_views, unlisted_views
from .filters import MergedFilter, PairedFilter


class NameInline(admin.StackedInline):
    model = UniversityName
    extra = 0
    fields = [("name", "name_en"), "kind", ("since", "until"), "source"]


@admin.register(University)
class UniversityAdmin(RecordAdmin):
    form = ReasonModelForm
    asks_reason = True
    kept_with = ["names"]
    list_display = ["name", "code", "province", "level", "ownership", "tier", "closed_on"]
    list_filter = ["province", "level", "ownership", "tier", PairedFilter, MergedFilter]
    search_fields = ["name"]  # opens the search box; the search itself is the public one
    search_help_text = _("Any name, part of a name, English, pinyin or initials, for example njdx.")
    autocomplete_fields = ["successor"]
    inlines = [NameInline]
    actions = [merge_views.merge_chosen]
    readonly_fields = ["unlisted_on", "unlisted_reason"]  # noted on a page of their own
    change_form_template = "pairs/directory/admin/university_form.html"
    change_list_template = "pairs/directory/admin/university_list.html"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (None, {"fields": ["code", "name", "name_en", ("province", "city"), "authority"]}),
        (None, {"fields": [("level", "ownership"), "facts_as_of", "source"]}),
        (None, {"fields": [("tier", "tier_inferred"), "tier_source"]}),
        (None, {"fields": ["website", "career_site", ("closed_on", "successor"), "closing_source"]}),
        (None, {"fields": ["unlisted_on", "unlisted_reason"]}),
    ]

    def get_search_results(self, request, queryset, search_term):
        """Where a record is chosen, merged ones are not offered; the list has a filter that shows them."""
        if MergedFilter.parameter_name not in request.GET:
            queryset = queryset.present()
        return (queryset.search(search_term) if search_term.strip() else queryset), False

    def has_change_permission(self, request, obj=None):
        """A merged record stays as it was."""
        return super().has_change_permission(request, obj) and not (obj and obj.merged_into_id)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.merged_into_id)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        may = request.user.has_perm("pairs.change_pair") and self.has_change_permission(request, obj)
        context["may_merge"] = bool(obj) and may
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def history_of(self, obj):
        """Its own, and that of the records that were merged into it."""
        found = [
            entry
            for record in (obj, *obj.merged_records.all())
            for entry in super(UniversityAdmin, self).history_of(record)
        ]
        return sorted(found, key=attrgetter("when"), reverse=True)

    def is_public(self, obj):
        return bool(obj.code) and not obj.merged_into_id

    def get_urls(self):
        take = self.admin_site.admin_view(register_views.take_register)
        preview = self.admin_site.admin_view(register_views.preview_register)
        unlisted = self.admin_site.admin_view(unlisted_views.list_unlisted)
        settle = self.admin_site.admin_view(unlisted_views.settle_unlisted)
        choose = self.admin_site.admin_view(merge_views.choose_other)
        check = self.admin_site.admin_view(merge_views.check_merge)
        download = self.admin_site.admin_view(register_views.download_changes)
        return [
            path("register/", take, name="pairs_university_register"),
            path("register/<number:pk>/", preview, name="pairs_university_register_preview"),
            path("<number:pk>/merge/", choose, name="pairs_university_merge_choose"),
            path("<number:pk>/merge/<number:other>/", check, name="pairs_university_merge"),
            path("register/<number:pk>/<slug:form>/", download, name="pairs_university_register_download"),
            *class_lists.urls(self.admin_site),
            path("unlisted/", unlisted, name="pairs_university_unlisted"),
            path("<number:pk>/unlisted/", settle, name="pairs_university_settle"),
            *super().get_urls(),
        ]
