"""Universities and their names."""

from django.contrib import admin
from django.db import models
from django.urls import path
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReasonModelForm, RecordAdmin
from pairs.directory.models.university import University, UniversityName

from . import register_views
from .filters import PairedFilter


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
    list_filter = ["province", "level", "ownership", "tier", PairedFilter]
    search_fields = ["name"]  # opens the search box; the search itself is the public one
    search_help_text = _("Any name, part of a name, English, pinyin or initials, for example whdhxy.")
    autocomplete_fields = ["successor"]
    inlines = [NameInline]
    change_list_template = "pairs/directory/admin/university_list.html"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (None, {"fields": ["code", "name", "name_en", ("province", "city"), "authority"]}),
        (None, {"fields": [("level", "ownership"), "facts_as_of", "source"]}),
        (None, {"fields": [("tier", "tier_inferred"), "tier_source"]}),
        (None, {"fields": ["website", "career_site", ("closed_on", "unlisted_on"), "successor"]}),
    ]

    def get_search_results(self, request, queryset, search_term):
        return (queryset.search(search_term) if search_term.strip() else queryset), False

    def is_public(self, obj):
        return bool(obj.code)

    def get_urls(self):
        take = self.admin_site.admin_view(register_views.take_register)
        preview = self.admin_site.admin_view(register_views.preview_register)
        return [
            path("register/", take, name="pairs_university_register"),
            path("register/<number:pk>/", preview, name="pairs_university_register_preview"),
            *super().get_urls(),
        ]
