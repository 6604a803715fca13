"""Where the reader cannot tell which columns are the list, the editor says so; also to say it otherwise."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from core.admin.base import page
from pairs.lists import workflow
from pairs.lists.models import ListImport
from pairs.pairs.models.batch import Batch

from .column_form import ColumnsForm


@permission_required("pairs.import_pairs", raise_exception=True)
def columns(request, pk):
    """Show the tables of what was submitted, and read the list by the columns that the editor names."""
    listed = get_object_or_404(ListImport.objects.of(request.user), pk=pk)
    if listed.applied_at or not listed.tables:
        return redirect("admin:pairs_listimport_preview", listed.pk)
    form = ColumnsForm(listed, request.POST or request.GET)
    if request.method == "POST" and form.is_bound and form.is_valid():
        workflow.choose(listed, form.choice(), request.user)
        return redirect("admin:pairs_listimport_preview", listed.pk)
    reasons = workflow.why_unclear(listed) if listed.asks_for_columns else []
    context = {"form": form, "listed": listed, "batch": listed.batch, "reasons": reasons}
    title = _("Which columns are the list?")
    return page(request, "pairs/lists/admin/list_columns.html", title, forms=[form], model=Batch, **context)


def after_reading(listed):
    """Lead on from a list that was read: to its columns where they are not clear, else to the preview."""
    asks = "columns" if listed.asks_for_columns else "preview"
    return redirect(f"admin:pairs_listimport_{asks}", listed.pk)
