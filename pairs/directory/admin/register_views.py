"""Taking over the national register: hand it in, look at what it would change, confirm."""

from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from core.admin.base import page, sent
from core.admin.history import differences
from core.form_fields import PickedDayField
from pairs.directory.models.register_import import RegisterImport
from pairs.directory.models.university import University
from pairs.reader import limits

MOST_SHOWN = 300  # rows of each kind on one page; the numbers above them count all

may_take_over = permission_required(("pairs.import_pairs", "pairs.change_university"), raise_exception=True)


class RegisterForm(forms.Form):
    file = forms.FileField(
        label=_("The register"),
        help_text=_("The ministry's own workbook (.xls or .xlsx), or CSV; ordinary and adult institutions alike."),
        widget=forms.FileInput(attrs={"accept": ".xls,.xlsx,.csv"}),
    )
    as_of = PickedDayField(label=_("register of"), help_text=_("Only where the sheet does not say 截至 … itself."))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > limits.MAX_FILE:
            raise ValidationError(_("The file is larger than 10 MB; save the register alone and upload that."))
        return file

    def preview(self, owner):
        file = self.cleaned_data["file"]
        return RegisterImport.objects.preview(file.read(), file.name, owner, self.cleaned_data["as_of"])


class RegisterConfirmForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Reason for the import"), max_length=500, help_text=_("Kept in the history."))

    def confirm(self, taken, by):
        """Take over exactly what was shown; False, with the error on the form, when the data changed meanwhile."""
        try:
            if self.cleaned_data["seen"] != taken.fingerprint:
                raise taken.stale()
            taken.confirm(by, self.cleaned_data["reason"])
        except ValidationError as refusal:
            self.add_error(None, refusal)
        return not self.errors


@may_take_over
def take_register(request):
    """Take a register, and show what it would change."""
    form = RegisterForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        return redirect("admin:pairs_university_register_preview", form.preview(request.user).pk)
    title = _("National register")
    return page(request, "pairs/directory/admin/register_upload.html", title, forms=[form], model=University, form=form)


@may_take_over
def preview_register(request, pk):
    """Show what the stored register would change; confirm exactly that, or compare again."""
    taken = get_object_or_404(RegisterImport.objects.of(request.user), pk=pk)
    if taken.applied_at:
        messages.info(request, _("This register has already been imported; nothing was changed."))
        return redirect("admin:pairs_university_changelist")
    plan = taken.preview_again() if "again" in request.POST else taken.plan()
    first = {"reason": plan.source if plan.as_of else "", **request.POST.dict()}
    form = RegisterConfirmForm(request.POST if "confirm" in request.POST else None, initial=first)
    if form.is_bound and not plan.refused and form.is_valid() and form.confirm(taken, request.user):
        messages.success(request, _("The register was imported."))
        return redirect("admin:pairs_university_changelist")
    context = {"form": form, "plan": plan, "taken": taken, "most": MOST_SHOWN, "new": plan.new[:MOST_SHOWN]}
    context["updated"] = [shown_change(change) for change in plan.updated[:MOST_SHOWN]]
    context["stale"] = plan.fingerprint != taken.fingerprint
    title = _("What this register would change")
    return page(
        request, "pairs/directory/admin/register_preview.html", title, forms=[form], model=University, **context
    )


def shown_change(change):
    """One university of a register's plan, its fields before and after as a person reads them."""
    fields = [University._meta.get_field(name) for name in change.before if name != "source"]
    old, new = SimpleNamespace(**change.before), change.university
    return {
        "row": change.row.row,
        "name": change.row.name,
        "dated": bool(change.new_names or change.changed_names),
        "fields": differences(fields, old, new, {}),
    }
