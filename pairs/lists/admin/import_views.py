"""From a list to published pairs: hand it in, look at what it would do, confirm, publish."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.admin.base import page, sent
from core.jobs.admin import page_of
from core.models import Job
from core.numbers import whole_number
from opendata import FORMS, named
from pairs.lists import workflow
from pairs.lists.models import ListImport
from pairs.pairs.models.batch import Batch
from pairs.reader.result import storable

from .annotated_xlsx import marked_sheet
from .column_views import after_reading
from .corrected import corrected_places
from .correction_form import ListCorrections
from .import_forms import ConfirmForm, ListForm

MOST_ROWS, MOST_BESIDE_ERRORS = 300, 50  # rows of each kind that a preview shows; the marked sheet has all
may_import = permission_required("pairs.import_pairs", raise_exception=True)


@may_import
def take_list(request, pk):
    """Take a list, uploaded or pasted, and show what it would do."""
    batch = get_object_or_404(Batch, pk=pk)
    former = former_preview(request, batch)
    form = ListForm(*sent(request), initial={"text": former and former.as_text})
    if request.method == "POST" and form.is_valid():
        outcome = form.preview(batch, request.user, former)
        return redirect(page_of(outcome)) if isinstance(outcome, Job) else after_reading(outcome)
    title = _("Import the list of %(batch)s") % {"batch": batch}
    context = {"form": form, "batch": batch, "former": former}
    return page(request, "pairs/lists/admin/list_upload.html", title, forms=[form], model=Batch, **context)


def former_preview(request, batch):
    """The preview from which the editor came for another list of `batch`; None for any other number."""
    key = whole_number(request.POST.get("former") or request.GET.get("former") or "")
    return key and ListImport.objects.of(request.user).filter(applied_at=None, batch=batch, pk=key).first()


@may_import
def preview(request, pk):
    """Show what the stored list would do: to be corrected, compared again, discarded, or confirmed as shown."""
    listed = get_object_or_404(ListImport, pk=pk)
    if listed.owner != request.user:
        return redirect(listed)
    if listed.state == ListImport.State.APPLIED:
        return already_imported(request, listed)
    if {"discard", "keep"} & request.POST.keys():
        listed.discard(back="keep" in request.POST)
        return redirect("admin:pairs_listimport_preview", listed.pk)
    if listed.discarded_at:
        title = _("This preview was discarded")
        context = {"listed": listed, "batch": listed.batch, "model": Batch}
        return page(request, "pairs/lists/admin/list_discarded.html", title, **context)
    return correct_or_confirm(request, listed)


def already_imported(request, listed):
    """The second half of a double tap ends where the first one did; who only looks is shown the import in the log."""
    messages.info(request, _("This list has already been imported; nothing was done again."))
    return redirect("admin:pairs_batch_publish", listed.batch_id) if request.method == "POST" else redirect(listed)


def correct_or_confirm(request, listed):
    """Take in what was entered, whatever button was pressed, and show the preview; confirm it where nothing is new."""
    corrections = ListCorrections(listed, request.POST if request.method == "POST" else None)
    changed = corrections.take(request.user)
    keep_typed(listed, request.POST)
    if (leads_on := way_out(request, listed)) and not corrections.problems:
        return leads_on
    confirming = "confirm" in request.POST and not changed and not corrections.problems
    asked_anew = request.method == "POST" and "confirm" not in request.POST
    plan = (workflow.preview_again if changed or asked_anew else workflow.compare)(listed).plan
    initial = listed.typed | request.POST.dict()
    form = ConfirmForm(request.POST if confirming else None, initial=initial, plan=plan)
    if form.is_bound and form.is_valid() and (outcome := form.confirm(listed, request.user)):
        if isinstance(outcome, Job):
            return redirect(page_of(outcome))
        messages.success(request, listed.outcome_text)
        return redirect("admin:pairs_batch_publish", listed.batch_id)
    if changed and "confirm" in request.POST:
        messages.info(request, _("Your corrections have been applied. Check what would change now, then confirm."))
    context = {"form": form, "lines": form.lines, "plan": plan, "listed": listed, "batch": listed.batch}
    context["stale"] = plan.fingerprint != listed.fingerprint or form.seen_another(listed)
    context["corrections"] = corrections.show(plan)
    context["corrected"] = list(corrected_places(listed))
    context["most"] = MOST_BESIDE_ERRORS if plan.refused else MOST_ROWS
    problems = [{"id": "", "message": message} for message in corrections.problems]
    template, title = "pairs/lists/admin/list_preview.html", _("What this list would change")
    response = page(request, template, title, forms=[form], model=Batch, **context)
    response.context_data["problems"] += problems
    return response


def way_out(request, listed):
    """Where a button leads that leaves the preview; None for the others."""
    if "columns" in request.POST:
        return redirect("admin:pairs_listimport_columns", listed.pk)
    if "another" in request.POST:
        return redirect(f"{reverse('admin:pairs_batch_list', args=[listed.batch_id])}?former={listed.pk}")
    return None


def keep_typed(listed, data):
    """Keep the reason and the notes, so that no way out of the page loses them."""
    typed = {name: text for name, text in data.items() if name == "reason" or name.startswith("note_")}
    if data and typed != listed.typed:
        listed.typed |= {name: storable(text[:500]) for name, text in typed.items()}
        listed.save(update_fields=["typed"])


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
