"""Jobs as the ministry sees them: a list, and for each a page that tells how far it is."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReadOnlyAdminMixin, RefusesWrongFilters, page

from .models import Job

ASKED_EVERY = 3  # seconds between two looks at a job, by the browser itself


def overseers_only(view):
    def guarded(request, pk):
        if not request.user.oversees:
            raise PermissionDenied
        return view(request, get_object_or_404(Job.objects.select_related("owner"), pk=pk))

    return guarded


@overseers_only
def progress(request, job):
    """Show how far a job is, again and again until it has ended; then lead to its outcome. Its owner may cancel it."""
    if request.method == "POST":
        return cancel(request, job)
    if job.outcome_url:
        return redirect(job.outcome_url)
    context = {"job": job, "seconds": ASKED_EVERY if job.is_unfinished and "still" not in request.GET else 0}
    return page(request, "core/jobs/job_progress.html", job.label, model=Job, **context)


def cancel(request, job):
    if job.owner != request.user:
        raise PermissionDenied(_("Only the person who asked for a job may cancel it."))
    try:
        job.cancel()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(page_of(job))


def page_of(job):
    """The address of the page that tells how far `job` is."""
    return reverse("admin:core_job_progress", args=[job.pk])


class JobAdmin(ReadOnlyAdminMixin, RefusesWrongFilters, admin.ModelAdmin):
    """Read by those who oversee everything; asked for on the pages where the work begins."""

    list_display = ["job", "state", "owner", "queued_at", "finished_at", "attempts", "error"]
    list_display_links = None
    list_select_related = ["owner"]
    list_filter = ["state"]
    show_full_result_count = False
    fields = ["kind", "subject", "owner", "state", "done", "total", "sentence", "error", "attempts"]
    fields += ["queued_at", "started_at", "heartbeat_at", "finished_at"]

    def get_urls(self):
        view = self.admin_site.admin_view(progress)
        return [path("<number:pk>/progress/", view, name="core_job_progress"), *super().get_urls()]

    @admin.display(description=_("background job"), ordering="kind")
    def job(self, job):
        return format_html('<a href="{}">{}</a>', page_of(job), job)

    def has_module_permission(self, request):
        return request.user.oversees

    def has_view_permission(self, request, obj=None):
        return request.user.oversees
