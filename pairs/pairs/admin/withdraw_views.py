"""Taking a published batch from the public: with a reason that the public reads."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from core.admin.base import page, sent
from core.forms import WorkflowForm, submit
from core.personal_data import REASON_LENGTH, questions_about
from core.questions import QuestionsMixin
from pairs.pairs.models.batch import Batch


class WithdrawForm(QuestionsMixin, WorkflowForm):
    reason = forms.CharField(
        label=_("Reason for withdrawing it"),
        max_length=REASON_LENGTH,
        help_text=_("Shown to the public, for example “the list has errors; a corrected one follows”."),
    )

    def questions(self):
        return questions_about("reason", _("Reason for withdrawing it"), self.cleaned_data.get("reason") or "")


@permission_required("pairs.publish_batch", raise_exception=True)
def withdraw(request, pk):
    """Ask why, say what it means, and take the batch from the public."""
    batch = get_object_or_404(Batch, pk=pk)
    if not batch.published_at:
        messages.info(request, _("This batch is not public; nothing was done."))
        return redirect("admin:pairs_batch_publish", batch.pk)
    form = WithdrawForm(*sent(request)[:1])
    if submit(request, form, lambda values: batch.withdraw(by=request.user, **values)):
        messages.success(request, _("%(batch)s was withdrawn from the public.") % {"batch": batch})
        return redirect("admin:pairs_batch_publish", batch.pk)
    title = _("Withdraw %(batch)s") % {"batch": batch}
    context = {"form": form, "batch": batch, "pairs": batch.pairs.as_printed().count()}
    return page(request, "pairs/pairs/admin/batch_withdraw.html", title, forms=[form], model=Batch, **context)
