"""Good practice in the admin: read only, since transitions write it."""

from django.contrib import admin

from core.admin.base import ReadOnlyAdminMixin, RecordAdmin, read_only_inline
from oversight.practices.models.citations import Adoption, Citation
from oversight.practices.models.practice import Practice


@admin.register(Practice)
class PracticeAdmin(ReadOnlyAdminMixin, RecordAdmin):
    kept_with = ["citations", "adoptions"]
    list_display = ["raw_title", "title", "mechanism", "pair", "state", "published_at"]
    list_display_links = ["raw_title", "title"]
    list_filter = ["state", "mechanism"]
    list_select_related = ["mechanism", "pair"]
    search_fields = ["raw_title", "title", "title_en", "pair__recipient_name", "pair__supporter_name"]
    exclude = ["version"]
    inlines = [read_only_inline(Citation), read_only_inline(Adoption, "pair", "adopted_by", "adopted_at")]

    def is_public(self, obj):
        return obj.is_published
