"""Bulletins in the admin: read only, since transitions write them."""

from django.contrib import admin

from core.admin.base import ReadOnlyAdminMixin, RecordAdmin, read_only_inline
from oversight.bulletins.models.bulletin import Bulletin, BulletinNote
from oversight.bulletins.models.bulletin_figure import BulletinFigure


@admin.register(Bulletin)
class BulletinAdmin(ReadOnlyAdminMixin, RecordAdmin):
    kept_with = ["figures", "notes"]
    list_display = ["as_of", "stated_on", "scope", "state", "published_at"]
    list_display_links = ["as_of", "stated_on", "scope"]
    list_filter = ["state"]
    exclude = ["version", "snapshot"]
    inlines = [
        read_only_inline(BulletinFigure, kind=admin.StackedInline),
        read_only_inline(BulletinNote, "note", "note_en", "added_at", "added_by", kind=admin.StackedInline),
    ]

    def is_public(self, obj):
        return obj.is_published
