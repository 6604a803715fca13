"""Registers as jobs: reading one and comparing it, and taking it over."""

import datetime

from django.utils.translation import gettext_lazy as _

from core.jobs.kinds import JobKind, register

from .models.register_import import RegisterImport


@register
class RegisterPreviewJob(JobKind):
    code = "register_preview"
    label = _("Reading a national register")

    def prepare(self, job, progress):
        progress(0, 2, _("Reading the register"))
        day = job.arguments["as_of"]
        as_of = datetime.date.fromisoformat(day) if day else None
        taken = RegisterImport.objects.read(job.file.read(), job.arguments["name"], job.owner, as_of)
        progress(1, 2, _("Comparing it with the universities"))
        return taken, taken.compare()

    def write(self, job, prepared):
        return {"pk": RegisterImport.objects.store(*prepared).pk}

    def url(self, job):
        return RegisterImport(pk=job.result["pk"]).get_absolute_url()


@register
class RegisterTakeOverJob(JobKind):
    code = "register_takeover"
    label = _("Importing a national register")

    def write(self, job, prepared):
        taken = RegisterImport.objects.get(pk=job.arguments["pk"])
        if taken.fingerprint != job.arguments["seen"]:
            raise taken.stale()
        taken.confirm(job.owner, job.arguments["reason"])
        return {"pk": taken.pk}

    def url(self, job):
        return RegisterImport(pk=job.arguments["pk"]).get_absolute_url()

    def asked_at(self, job):
        return self.url(job)
