"""The package is built by the worker, soon after the data have changed."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core.jobs.kinds import JobKind, register
from core.left_files import remove_left_files
from core.models import Job
from core.worker import chore

from . import building
from .models import DataPackage

LOOKED_AT_EVERY = timedelta(minutes=5)


@register
class PackageJob(JobKind):
    """Builds the file first, in a snapshot; it is served from the moment at which the job is done."""

    code = "data_package"
    label = _("Package of all open data")

    def prepare(self, job, progress):
        return None if building.is_current() else building.prepare()

    def write(self, job, prepared):
        if prepared is None:
            return {}
        package = building.store(prepared)
        return {"data_version": package.data_version, "sha256": package.sha256}


@chore(every=LOOKED_AT_EVERY)
def ask_for_package():
    """Have the package built anew when the data have changed; a job that waits already is not doubled."""
    if not building.is_current():
        Job.objects.ask(PackageJob.code, None, "")


@chore
def remove_left_behind():
    """Delete files of packages that were never served."""
    known = set(DataPackage.objects.values_list("file", flat=True))
    remove_left_files(building.FOLDER, known)
