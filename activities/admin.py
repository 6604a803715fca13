from django.contrib import admin

from pairs.admin.record import RecordAdmin

from .models import Mechanism


@admin.register(Mechanism)
class MechanismAdmin(RecordAdmin):
    list_display = ["number", "name", "name_en", "summary"]
    list_display_links = ["number", "name"]
    fields = [("number",), ("name", "name_en"), "summary", "summary_en", "covers", "covers_en"]
