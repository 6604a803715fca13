"""Good practice in the admin: read only, since transitions write it."""

from django.contrib import admin

from core.admin.base import ReadOnlyAdminMixin, RecordAdmin
from oversight.practices.models.citations import Adoption, Citation
from oversight.practices.models.practice import Practice


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
