"""The log of imports, of lists and of registers alike: read by all at the ministry, written by importing."""

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.admin.base import ReadOnlyAdminMixin, RefusesWrongFilters, choice_filter

from .previews import StoredPreview

STANDING = {
    "waiting": {"applied_at": None, "discarded_at": None},
    "applied": {"applied_at__isnull": False, "act__undone_at": None},
    "undone": {"act__undone_at__isnull": False},
    "discarded": {"applied_at": None, "discarded_at__isnull": False},
}
StandingFilter = choice_filter(
    _("state"),
    "standing",
    lambda: StoredPreview.Standing.choices,
    lambda rows, value: rows.filter(**STANDING[value]),
)


class ImportLogAdmin(ReadOnlyAdminMixin, RefusesWrongFilters, admin.ModelAdmin):
    """One table of the log; a row leads to its page, which shows file, outcome, reason and changes."""

    list_display = ["page", "standing", "owner", "created_at", "applied_at", "outcome_text", "reason"]
    list_display_links = None
    list_select_related = ["owner", "act"]
    list_filter = [StandingFilter]
    show_full_result_count = False
    fields = readonly_fields = ["owner", "file_name", "file_hash", "created_at", "applied_at", "reason"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("reading")

    def get_urls(self):
        name = f"pairs_{self.opts.model_name}_file"
        return [path("<number:pk>/file/", self.admin_site.admin_view(self.file_view), name=name), *super().get_urls()]

    def file_view(self, request, pk):
        return uploaded_file(request, self.model, pk)

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    @admin.display(description=_("import"), ordering="created_at")
    def page(self, preview):
        return format_html('<a href="{}">{}</a>', preview.get_absolute_url(), preview)

    @admin.display(description=_("state"))
    def standing(self, preview):
        return preview.standing

    @admin.display(description=_("outcome"))
    def outcome_text(self, preview):
        return preview.outcome_text or "–"


@require_safe
@permission_required("pairs.import_pairs", raise_exception=True)
def uploaded_file(request, model, pk):
    """The file of an import as it was uploaded, for editors."""
    preview = get_object_or_404(model.objects.exclude(file=""), pk=pk)
    try:
        opened = preview.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = preview.file_name or f"{model._meta.model_name}-{preview.pk}.txt"
    answer = FileResponse(opened, as_attachment=True, filename=name, content_type="application/octet-stream")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
