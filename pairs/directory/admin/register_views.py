"""Importing the national register: submit it, look at what it would change, kind by kind, and confirm."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.admin.base import page, sent
from core.jobs.admin import page_of
from core.models import Job
from core.parameters import accepts
from opendata import FORMS, Column, respond
from pairs.directory.models.register_change import RegisterChange
from pairs.directory.models.register_import import RegisterImport

from .register_forms import RegisterConfirmForm, RegisterForm

PER_PAGE = 100
may_take_over = permission_required(("pairs.import_pairs", "pairs.change_university"), raise_exception=True)
may_look = permission_required("pairs.view_registerimport", raise_exception=True)

COLUMNS = [
    Column("kind", "变化", "Kind of change", choices=RegisterChange.Kind.choices),
    Column("row", "行", "Row"),
    Column("code", "学校标识码", "Code", width=14),
    Column("name", "学校名称", "Name", width=30),
    Column("field", "项目", "Field"),
    Column("old", "原值", "Before", width=30),
    Column("new", "新值", "After", width=30),
]


@may_take_over
def take_register(request):
    """Take a register, and show what it would change, at once or when the job has read it."""
    form = RegisterForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        return redirect(place_of(form.preview(request.user)))
    title = _("National register")
    template = "pairs/directory/admin/register_upload.html"
    return page(request, template, title, forms=[form], model=RegisterImport, form=form)


def place_of(outcome):
    """Where a person goes on to: the page of a job, or of the register itself."""
    return page_of(outcome) if isinstance(outcome, Job) else outcome.get_absolute_url()


@may_look
def preview_register(request, pk):
    """Show what the stored register would change, or has changed; its owner confirms exactly that, or compares again.

    All who may look may read; another editor may take a waiting one over.
    """
    taken = get_object_or_404(RegisterImport.objects.select_related("owner", "act"), pk=pk)
    if "take_over" in request.POST:
        return take_over(request, taken)
    mine = taken.is_waiting and taken.owner == request.user and request.user.has_perm("pairs.import_pairs")
    if request.method == "POST" and not mine:
        return refuse(request, taken)
    if mine and ("again" in request.POST or not taken.figures):
        taken.preview_again()
    form = confirm_form(request, taken) if mine and taken.can_be_applied else None
    if form and form.is_bound and form.is_valid() and (outcome := form.confirm(taken, request.user)):
        if outcome == taken:
            messages.success(request, _("The register was imported."))
        return redirect(place_of(outcome))
    title = _("What this register would change") if taken.is_waiting else _("What this register changed")
    context = {"form": form, "taken": taken, "mine": mine, "stale": bool(form and form.non_field_errors())}
    context |= changes_shown(request, taken)
    template = "pairs/directory/admin/register_preview.html"
    return page(request, template, title, forms=[form] if form else [], model=RegisterImport, **context)


def confirm_form(request, taken):
    first = {"reason": taken.register_source, **request.POST.dict()}
    return RegisterConfirmForm(request.POST if "confirm" in request.POST else None, initial=first)


def refuse(request, taken):
    """The answer to a form that somebody sends who may not, or that comes too late."""
    if not request.user.has_perm("pairs.import_pairs"):
        raise PermissionDenied
    if taken.applied_at:
        messages.info(request, _("This register has already been imported; nothing was changed."))
    else:
        messages.error(request, _("Only its owner may confirm this preview."))
    return redirect(taken)


def take_over(request, taken):
    if not request.user.has_perms(("pairs.import_pairs", "pairs.change_university")):
        raise PermissionDenied
    try:
        taken.pass_to(request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(taken)


def changes_shown(request, taken):
    """The changes of the kind that is asked for, a page of them, and how many there are of each kind."""
    counts = [(kind, number) for kind, number in taken.changes.counts() if number]
    chosen = chosen_kind(request, counts)
    changes = Paginator(taken.changes.filter(kind=chosen), PER_PAGE)
    return {"counts": counts, "kind": chosen, "changes": changes.get_page(request.GET.get("page"))}


def chosen_kind(request, counts):
    kind = request.GET.get("kind") or (counts[0][0] if counts else RegisterChange.Kind.NEW)
    if kind not in RegisterChange.Kind:
        raise Http404
    return RegisterChange.Kind(kind)


@may_look
@require_safe
@accepts("kind", strict=True)
def download_changes(request, pk, form):
    """The changes of a register as a file, a line for each field; all of them, or those of one kind."""
    if form not in FORMS:
        raise Http404
    taken = get_object_or_404(RegisterImport, pk=pk)
    kind = request.GET.get("kind", "")
    if kind and kind not in RegisterChange.Kind:
        raise Http404
    changes = taken.changes.filter(kind=kind) if kind else taken.changes.all()
    return respond(form, f"register-{taken.pk}{'-' if kind else ''}{kind}", COLUMNS, lines(changes))


def lines(changes):
    for change in changes:
        facts = {"kind": change.kind, "row": change.row, "code": change.code, "name": change.name}
        fields = list(change.fields) or [("", "", "")]
        yield from (facts | {"field": label, "old": old, "new": new} for label, old, new in fields)
