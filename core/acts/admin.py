"""Operations as the ministry sees them: a list, for each a page with its records, and a page that undoes it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReadOnlyAdminMixin, RefusesWrongFilters, choice_filter, page, sent
from core.personal_data import REASON_LENGTH, questions_about
from core.questions import QuestionsMixin

from .kinds import KINDS
from .models import Act, ActRow
from .presentation import shown_rows
from .undoing import Obstructed

ROWS = 100  # on one page

KindFilter = choice_filter(
    _("kind"),
    "kind",
    lambda: [(kind.slug, kind.label) for kind in KINDS.values()],
    lambda acts, kind: acts.filter(kind=kind),
)
StateFilter = choice_filter(
    _("state"),
    "undone",
    lambda: [("no", _("in force")), ("yes", _("undone"))],
    lambda acts, undone: acts.filter(undone_at__isnull=undone == "no"),
)


def overseers_only(view):
    def guarded(request, pk):
        if not request.user.oversees:
            raise PermissionDenied
        return view(request, get_object_or_404(Act.objects.select_related("by", "undone_by"), pk=pk))

    return guarded


class UndoForm(QuestionsMixin, forms.Form):
    """Why an operation is undone."""

    reason = forms.CharField(label=_("Reason for undoing"), max_length=REASON_LENGTH)

    def __init__(self, *args, act, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = act.reason_help

    def questions(self):
        return questions_about("reason", _("Reason for undoing"), self.cleaned_data.get("reason") or "")


@overseers_only
def show(request, act):
    """One operation: who, when, why, and what it made of each record; it is only read."""
    if request.method == "POST":
        raise PermissionDenied
    rows = Paginator(act.rows.all(), ROWS).get_page(request.GET.get("p"))
    context = {"act": act, "rows": rows, "shown": shown_rows(list(rows)), "counts": counts(act)}
    context["may_undo"] = not act.undone_at and act.may_undo(request.user)
    return page(request, "core/acts/act.html", act, model=Act, **context)


@overseers_only
def undo(request, act):
    """Say what undoing would do and what stands in the way; with a reason, do it."""
    if not act.may_undo(request.user):
        raise PermissionDenied
    if act.undone_at:
        messages.info(request, _("This operation is undone already; nothing was done again."))
        return redirect("admin:core_act_change", act.pk)
    form, found = UndoForm(*sent(request)[:1], act=act), act.obstacles()
    if form.is_bound and not found and form.is_valid():
        try:
            act.undo(request.user, form.cleaned_data["reason"])
        except Obstructed as refused:
            found = refused.obstacles
        else:
            messages.success(request, _("Undone: everything is as it was before."))
            return redirect("admin:core_act_change", act.pk)
    context = {"form": form, "act": act, "obstacles": found, "counts": counts(act)}
    title = _("%(undo)s: %(act)s") % {"undo": act.button, "act": act}
    return page(request, "core/acts/undo.html", title, forms=[form], model=Act, **context)


def counts(act):
    """How many records of each table the operation created, changed and deleted: rows of a small table."""
    found = {}
    for model, kind, number in act.rows.order_by().values_list("model", "kind").annotate(Count("pk")):
        found.setdefault(model, {})[kind] = number
    names = {model: ActRow(model=model).model_class._meta.verbose_name for model in found}
    return [(names[model], [numbers.get(kind, 0) for kind in ActRow.Kind]) for model, numbers in sorted(found.items())]


class ActAdmin(ReadOnlyAdminMixin, RefusesWrongFilters, admin.ModelAdmin):
    """Read by those who oversee everything; undone by those who may do what was done."""

    list_display = ["at", "operation", "by", "reason", "extent", "state"]
    list_display_links = None
    list_select_related = ["by"]
    list_filter = [KindFilter, StateFilter]
    search_fields = ["subject", "reason"]
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request):
        numbers = {f"{kind}_rows": Count("rows", filter=Q(rows__kind=kind)) for kind in ActRow.Kind.values}
        return super().get_queryset(request).annotate(**numbers)

    def get_urls(self):
        def own(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"core_act_{name}")

        return [own("<number:pk>/change/", show, "change"), own("<number:pk>/undo/", undo, "undo"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(
            request, {"title": capfirst(self.opts.verbose_name_plural), **(extra_context or {})}
        )

    @admin.display(description=_("operation"))
    def operation(self, act):
        return format_html('<a href="{}">{}</a>', act.get_absolute_url(), act)

    @admin.display(description=_("records"))
    def extent(self, act):
        numbers = [(kind.label, getattr(act, f"{kind}_rows")) for kind in ActRow.Kind]
        return " · ".join(f"{label} {number}" for label, number in numbers if number)

    @admin.display(description=_("state"))
    def state(self, act):
        return _("undone") if act.undone_at else _("in force")

    def has_module_permission(self, request):
        return request.user.oversees

    def has_view_permission(self, request, obj=None):
        return request.user.oversees
