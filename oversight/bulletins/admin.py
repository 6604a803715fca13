"""Bulletins in the admin: read only, since transitions write them."""

from django.contrib import admin

from core.admin.base import ReadOnlyAdminMixin, RecordAdmin
from oversight.bulletins.models.bulletin import Bulletin
from oversight.bulletins.models.bulletin_correction import BulletinNote
from oversight.bulletins.models.bulletin_figure import BulletinFigure


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
