"""The package is built by the worker, soon after the data have changed."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.jobs.kinds import JobKind, register
from core.models import Job
from core.worker import chore

from . import building
from .models import DataPackage

LOOKED_AT_EVERY = timedelta(minutes=5)
LEFT_BEHIND = timedelta(days=1)  # a file of no package that is older was left by a worker that died


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
    before = timezone.now() - LEFT_BEHIND
    for name in stored_files():
        if name not in known and default_storage.get_modified_time(name) < before:
            default_storage.delete(name)


def stored_files():
    try:
        return [f"{building.FOLDER}/{name}" for name in default_storage.listdir(building.FOLDER)[1]]
    except FileNotFoundError:
        return []
