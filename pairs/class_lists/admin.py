"""Importing a list of types or of a class: hand it in, look at what it would change, confirm."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.admin.base import page, sent
from core.form_fields import PickedDayField
from pairs.directory.models.class_list import ClassList
from pairs.directory.models.university import University
from pairs.lists.admin.import_forms import ListForm

from . import plan as plans

MOST_SHOWN = 300  # rows of each kind on one page; the numbers above them count all
LISTED = 50  # lists on the first page

may_import = permission_required(("pairs.import_pairs", "pairs.change_university"), raise_exception=True)


class ClassListForm(ListForm):
    """A list, what it says, as of when, and where it was published."""

    title = forms.CharField(
        label=_("class"),
        required=False,
        max_length=40,
        validators=ClassList._meta.get_field("title").validators,
        help_text=_("For example 双高 or 双一流. Leave it empty when the list says the type of each university."),
    )
    title_en = forms.CharField(label=_("English name"), required=False, max_length=100)
    as_of = PickedDayField(label=_("day of the list"), required=True, help_text=_("The day on which it was published."))
    source = ClassList._meta.get_field("source").formfield(
        help_text=_("The number or the address of the notice that holds the list.")
    )
    field_order = ["title", "title_en", "as_of", "source", "file", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _(
            "Copied from a sheet or a Word table with its titles, or one name in each line."
        )

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day

    def preview(self, owner):
        file = self.cleaned_data["file"]
        data = file.read() if file else self.cleaned_data["text"]
        about = {name: self.cleaned_data[name] for name in ("title", "title_en", "as_of", "source")}
        return plans.preview(data, file.name if file else "", owner, **about)


class ClassConfirmForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Reason for the import"), max_length=500, help_text=_("Kept in the history."))

    def confirm(self, listed, by):
        """Import exactly what was shown; False, with the error on the form, when the data changed meanwhile."""
        try:
            plans.confirm(listed, by, self.cleaned_data["reason"], self.cleaned_data["seen"])
        except ValidationError as refusal:
            self.add_error(None, refusal)
        return not self.errors


@may_import
def take_list(request):
    """Take a list, and show those that were imported."""
    form = ClassListForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        return redirect("admin:pairs_university_class_list", form.preview(request.user).pk)
    there = ClassList.objects.imported().annotate(number=Count("entries")).order_by("title", "-as_of", "-pk")
    context = {"form": form, "lists": there.select_related("owner")[:LISTED]}
    return page(
        request,
        "pairs/class_lists/upload.html",
        _("Lists of types and classes"),
        forms=[form],
        model=University,
        **context,
    )


@may_import
def preview_list(request, pk):
    """Show what the stored list would change; confirm exactly that, or compare again."""
    listed = get_object_or_404(ClassList.objects.of(request.user), pk=pk)
    if listed.applied_at:
        messages.info(request, _("This list has already been imported; nothing was done again."))
        return redirect("admin:pairs_university_class_lists")
    plan = plans.make_plan(listed)
    if "again" in request.POST:
        listed.fingerprint = plan.fingerprint
        listed.save(update_fields=["fingerprint"])
    form = ClassConfirmForm(
        request.POST if "confirm" in request.POST else None, initial={"reason": listed.source, **request.POST.dict()}
    )
    if form.is_bound and not plan.errors and form.is_valid() and form.confirm(listed, request.user):
        messages.success(request, _("%(list)s was imported.") % {"list": listed})
        return redirect("admin:pairs_university_class_lists")
    context = {"form": form, "plan": plan, "listed": listed, "most": MOST_SHOWN}
    context["stale"] = plan.fingerprint != listed.fingerprint
    title = _("What this list would change")
    return page(request, "pairs/class_lists/preview.html", title, forms=[form], model=University, **context)


def urls(admin_site):
    """The addresses, for the admin of universities."""
    return [
        path("classes/", admin_site.admin_view(take_list), name="pairs_university_class_lists"),
        path("classes/<number:pk>/", admin_site.admin_view(preview_list), name="pairs_university_class_list"),
    ]
