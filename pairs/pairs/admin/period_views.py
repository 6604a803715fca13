"""Adjusting the period of a batch: its own small form, because the old period stays on record."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from core.admin.base import page, sent
from core.form_fields import PickedDayField
from core.forms import WorkflowForm, submit
from pairs.pairs.models.batch import Batch


class AdjustPeriodForm(WorkflowForm):
    starts = PickedDayField(label=_("starts"), required=True)
    ends = PickedDayField(label=_("ends"), help_text=_("Leave it empty when the notice names no last day."))
    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=500,
        help_text=_("Shown to the public beside the old period, for example “extended because of the epidemic”."),
    )


@permission_required("pairs.change_batch", raise_exception=True)
def adjust_period(request, pk):
    """Ask for the new period and the reason, and set it."""
    batch = get_object_or_404(Batch, pk=pk)
    form = AdjustPeriodForm(*sent(request), initial={"starts": batch.starts, "ends": batch.ends})
    if submit(request, form, lambda values: batch.adjust_period(**values, by=request.user)):
        messages.success(request, _("The period was adjusted; the old one stays visible with the reason."))
        return redirect("admin:pairs_batch_change", batch.pk)
    title = _("Adjust the period of %(batch)s") % {"batch": batch}
    return page(
        request, "pairs/pairs/admin/batch_period.html", title, forms=[form], model=Batch, form=form, batch=batch
    )
