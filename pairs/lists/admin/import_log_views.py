"""One list in the log of imports: who, when, which file, what came of it; one that waits is read, or taken on."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from core.acts.presentation import shown_rows
from core.admin.base import page
from pairs.lists import workflow
from pairs.lists.models import ListImport

from .corrected import corrected_places

ROWS = 100  # on one page


@permission_required("pairs.view_listimport", raise_exception=True)
def show(request, pk):
    """Show an import to all who oversee. Who posts takes a waiting preview on, to correct and confirm it."""
    listed = get_object_or_404(ListImport.objects.select_related("batch__action", "owner", "act"), pk=pk)
    if request.method == "POST":
        return take_on(request, listed)
    context = {"listed": listed, "batch": listed.batch, "corrected": list(corrected_places(listed))}
    if listed.is_waiting:
        context["plan"] = workflow.compare(listed).plan
    elif listed.act:
        rows = Paginator(listed.act.rows.all(), ROWS).get_page(request.GET.get("page"))
        context |= {"rows": rows, "shown": shown_rows(list(rows))}
    title = _("What this list would change") if listed.is_waiting else _("What this list changed")
    return page(request, "pairs/lists/admin/list_log.html", title, model=ListImport, **context)


def take_on(request, listed):
    if not request.user.has_perm("pairs.import_pairs"):
        raise PermissionDenied
    try:
        listed.pass_to(request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(listed)
    return redirect("admin:pairs_listimport_preview", listed.pk)
