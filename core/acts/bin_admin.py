"""The bin: every record that was deleted, with who, when, why and its history, and the way to bring it back."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.admin.base import HISTORY_PAGE, ReadOnlyAdminMixin, RefusesWrongFilters, choice_filter, page
from core.admin.history import entries

from .models import DeletedRecord


def tables():
    """The tables of which the bin holds something."""
    models = DeletedRecord.objects.order_by("model").values_list("model", flat=True)
    found = [DeletedRecord(model=label) for label in models.distinct()]
    return [(row.model, capfirst(row.model_class._meta.verbose_name)) for row in found]


TableFilter = choice_filter(_("table"), "table", tables, lambda rows, label: rows.filter(model=label))


def history(request, pk):
    """The whole history of a record that is gone, its rows on the same page included."""
    if not request.user.oversees:
        raise PermissionDenied
    row = get_object_or_404(DeletedRecord.objects.select_related("act"), pk=pk)
    registered = admin.site.get_model_admin(row.model_class) if admin.site.is_registered(row.model_class) else None
    found = entries(row.record, getattr(registered, "kept_with", ())) if hasattr(row.model_class, "history") else []
    context = {"row": row, "page": Paginator(found, HISTORY_PAGE).get_page(request.GET.get("p"))}
    title = _("History of changes: %(record)s") % {"record": row.text}
    return page(request, "core/acts/deleted_history.html", title, model=DeletedRecord, **context)


class DeletedRecordAdmin(ReadOnlyAdminMixin, RefusesWrongFilters, admin.ModelAdmin):
    list_display = ["record", "kind_of_record", "at", "by", "reason", "along_with_it", "ways"]
    list_display_links = None
    list_select_related = ["act__by"]
    list_filter = [TableFilter]
    search_fields = ["text"]
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request):
        there = super().get_queryset(request).filter(act__undone_at=None)
        along = Count("act__rows", filter=Q(act__rows__along=True))
        return there.annotate(along_rows=along)

    def get_urls(self):
        view = self.admin_site.admin_view(history)
        return [path("<number:pk>/past/", view, name="core_deletedrecord_past"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    @admin.display(description=_("record"), ordering="text")
    def record(self, row):
        return row.text

    @admin.display(description=_("table"), ordering="model")
    def kind_of_record(self, row):
        return capfirst(row.model_class._meta.verbose_name)

    @admin.display(description=_("deleted at"), ordering="act__at")
    def at(self, row):
        return row.act.at

    @admin.display(description=_("by"))
    def by(self, row):
        return row.act.by or "–"

    @admin.display(description=_("reason"))
    def reason(self, row):
        return row.act.reason or "–"

    @admin.display(description=_("went along"))
    def along_with_it(self, row):
        return row.along_rows

    @admin.display(description="")
    def ways(self, row):
        past = reverse("admin:core_deletedrecord_past", args=[row.pk])
        back = reverse("admin:core_act_undo", args=[row.act_id])
        return format_html('<a href="{}">{}</a> · <a href="{}">{}</a>', past, _("History"), back, _("Bring back"))

    def has_module_permission(self, request):
        return request.user.oversees

    def has_view_permission(self, request, obj=None):
        return request.user.oversees
