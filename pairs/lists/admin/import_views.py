"""From a list to published pairs: hand it in, look at what it would do, confirm, publish."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.admin.base import page, sent
from opendata import FORMS, named
from pairs.lists import workflow
from pairs.lists.models import ListImport
from pairs.pairs.models.batch import Batch

from .annotated_xlsx import marked_sheet
from .import_forms import ConfirmForm, ListForm

may_import = permission_required("pairs.import_pairs", raise_exception=True)


@may_import
def take_list(request, pk):
    """Take a list, uploaded or pasted, and show what it would do."""
    batch = get_object_or_404(Batch, pk=pk)
    form = ListForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        return redirect("admin:pairs_listimport_preview", form.preview(batch, request.user).pk)
    title = _("Import the list of %(batch)s") % {"batch": batch}
    return page(request, "pairs/lists/admin/list_upload.html", title, forms=[form], model=Batch, form=form, batch=batch)


@may_import
def preview(request, pk):
    """Show what the stored list would do; confirm exactly that, or compare again when the data changed meanwhile."""
    listed = get_object_or_404(ListImport.objects.of(request.user), pk=pk)
    if listed.state == ListImport.State.APPLIED:
        messages.info(request, _("This list has already been imported; nothing was done again."))
        return redirect("admin:pairs_batch_publish", listed.batch_id)
    plan = (workflow.preview_again if "again" in request.POST else workflow.compare)(listed).plan
    form = ConfirmForm(request.POST if "confirm" in request.POST else None, initial=request.POST.dict(), plan=plan)
    if form.is_bound and form.is_valid() and form.confirm(listed, request.user):
        messages.success(request, listed.outcome_text)
        return redirect("admin:pairs_batch_publish", listed.batch_id)
    context = {"form": form, "lines": form.lines, "plan": plan, "listed": listed, "batch": listed.batch}
    context["stale"] = plan.fingerprint != listed.fingerprint or form.seen_another(listed)
    return page(
        request,
        "pairs/lists/admin/list_preview.html",
        _("What this list would change"),
        forms=[form],
        model=Batch,
        **context,
    )


@may_import
@require_safe
def marked(request, pk):
    """The owner's own list as a sheet in which each wrong cell is marked."""
    listed = get_object_or_404(ListImport.objects.of(request.user), pk=pk)
    return HttpResponse(
        marked_sheet(workflow.compare(listed)),
        content_type=FORMS["xlsx"],
        headers={"Content-Disposition": content_disposition_header(True, named(f"list-{listed.pk}-marked.xlsx"))},
    )
