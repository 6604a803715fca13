"""Large lists as jobs: reading and comparing one, and importing it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.jobs.kinds import JobKind, register
from pairs.pairs.models.batch import Batch

from . import workflow
from .admin.import_forms import ConfirmForm
from .models import ListImport


@register
class ListPreviewJob(JobKind):
    code = "list_preview"
    label = _("Reading a list")

    def prepare(self, job, progress):
        progress(sentence=_("Reading the list and comparing it with the batch"))
        data = job.file.read()
        batch = Batch.objects.get(pk=job.arguments["batch"])
        return workflow.read(
            batch, data.decode() if job.arguments["pasted"] else data, job.arguments["name"], job.owner
        )

    def write(self, job, prepared):
        listed = workflow.store(prepared)
        if former := ListImport.objects.of(job.owner).filter(applied_at=None, pk=job.arguments["former"]).first():
            listed.take_over(former)
        return {"pk": listed.pk, "page": "columns" if listed.asks_for_columns else "preview"}

    def url(self, job):
        return reverse(f"admin:pairs_listimport_{job.result['page']}", args=[job.result["pk"]])


@register
class ListImportJob(JobKind):
    code = "list_import"
    label = _("Importing a list")

    def write(self, job, prepared):
        """Fill in the form again that was sent, which knows what may be confirmed."""
        listed = ListImport.objects.get(pk=job.arguments["pk"])
        if not listed.applied_at:
            form = ConfirmForm(job.arguments["form"], plan=workflow.compare(listed).plan)
            if not (form.is_valid() and form.confirm_now(listed, job.owner)):
                raise form.refusal
        return {"pk": listed.pk}

    def url(self, job):
        return ListImport(pk=job.arguments["pk"]).get_absolute_url()

    def asked_at(self, job):
        return ListImport(pk=job.arguments["pk"]).preview_url
