from django.contrib import admin

from pairs.admin.record import RecordAdmin

from .models import Bulletin, BulletinFigure


class FigureInline(admin.StackedInline):
    model = BulletinFigure
    extra = 0
    fields = [("measure", "value", "position"), ("name", "name_en"), ("wording", "wording_en")]


@admin.register(Bulletin)
class BulletinAdmin(RecordAdmin):
    kept_with = ["figures"]
    list_display = ["as_of", "scope", "scope_en", "source"]
    list_display_links = ["as_of", "scope"]
    fields = ["as_of", ("scope", "scope_en"), "source"]
    inlines = [FigureInline]
