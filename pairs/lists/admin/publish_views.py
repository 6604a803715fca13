"""The page on which a batch becomes public: by one editor, or by two where its action asks for a second one."""

from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from core.admin.base import page
from core.form_fields import LineField
from core.forms import WorkflowForm, submit
from core.personal_data import REASON_LENGTH
from core.templatetags.formatting import period
from pairs.pairs import composition
from pairs.pairs import publication_workflow as workflow
from pairs.pairs.models.batch import Batch
from pairs.pairs.signals import batch_publishing

DONE = {
    "publish": _("%(batch)s is published."),
    "ask": _("You have asked for the publication of %(batch)s; another editor publishes it or returns it."),
    "return": _("%(batch)s is returned, with your reason."),
    "take-back": _("Your request to publish %(batch)s is taken back."),
}


class StepForm(WorkflowForm):
    """A step towards publication, with what one editor tells the other."""

    words = LineField(required=False, max_length=REASON_LENGTH, widget=forms.Textarea({"rows": 2}))

    def take_faults(self, error):
        """What stands in the way of publishing is listed on the page itself; the rest concerns the words."""
        if hasattr(error, "error_dict"):
            return self.add_error("words", [text for texts in error.message_dict.values() for text in texts])
        return self.add_error(None, _("Not published yet: correct the points below first."))


def take(batch, asked, step, by, values):
    """Take one step, and return what it made."""
    if step == "publish":
        return workflow.publish(batch, by)
    if step == "ask":
        return workflow.ask(batch, by, values["words"])
    if asked is None:
        raise Http404
    return workflow.take_back(asked, by) if step == "take-back" else workflow.send_back(asked, by, values["words"])


def steps_open(batch, asked, by):
    """The names of the steps that are open to this editor, in the order of the buttons."""
    if batch.published_at:
        return []
    if asked and asked.is_open:
        return workflow.WORKFLOW.open_to(asked, by)
    return ["ask"] if batch.action.second_editor else ["publish"]


@permission_required("pairs.publish_batch", raise_exception=True)
def publish(request, pk):
    """Show what speaks for and against publishing, and publish, ask for it, or return it."""
    batch = get_object_or_404(Batch.objects.select_related("action"), pk=pk)
    asked = batch.publication_requests.select_related("asked_by", "decided_by").first()
    form, step = StepForm(request.POST or None), request.POST.get("step", "publish")
    if step not in DONE:
        raise Http404
    if submit(request, form, partial(take, batch, asked, step, request.user)):
        messages.success(request, DONE[step] % {"batch": batch})
        return redirect("admin:pairs_batch_publish", batch.pk)
    return shown(request, batch, asked, form)


def remarks_on(batch):
    """What apps above would have looked at before it is published; none of it stands in the way."""
    return [text for _receiver, texts in batch_publishing.send(batch) for text in texts]


def shown(request, batch, asked, form):
    batch.refresh_from_db()
    facts = {
        "batch": batch,
        "asked": asked,
        "form": form,
        "steps": steps_open(batch, asked, request.user),
        "faults": [] if batch.published_at else batch.publication_faults(),
        "remarks": [] if batch.published_at else remarks_on(batch),
        "lines": [(line, None) for line in composition.check(batch)],
        "period": period(batch.starts, batch.ends, batch.in_months),
    }
    title = _("Publish %(batch)s") % {"batch": batch}
    return page(request, "pairs/lists/admin/batch_publish.html", title, forms=[form], model=Batch, **facts)
