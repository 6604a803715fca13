"""What a process that was killed leaves in the storage is removed, and nothing else."""

import datetime
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from activities.activities.models import kept_uploads
from activities.models import KeptUpload
from core.jobs import running
from core.left_files import GRACE, left_files
from core.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def stored(settings, tmp_path):
    """Stores a file of an age, and gives its name."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "core.storage.WholeFiles"}}

    def store(name, age=GRACE * 2):
        name = default_storage.save(name, ContentFile(b"x"))
        written = (timezone.now() - age).timestamp()
        os.utime(default_storage.path(name), (written, written))
        return name

    return store


def test_what_no_record_names_is_left_but_for_what_may_still_be_under_way(stored):
    old, known = stored("a/b/old"), stored("a/known")
    stored("a/new", datetime.timedelta(hours=1))
    assert left_files("a", [known]) == [old]
    assert left_files("nowhere", []) == []


def test_uploads_of_unsent_forms_that_were_cut_off_are_removed(stored, editor):
    left, known = stored("unsent/left.pdf"), stored("unsent/known.pdf")
    KeptUpload.objects.create(owner=editor, token="x", file=known, name="a.pdf", size=1)
    kept_uploads.forget_old_uploads()
    assert (default_storage.exists(left), default_storage.exists(known)) == (False, True)


def test_files_of_jobs_that_were_never_asked_for_are_removed(stored):
    left, known = stored("jobs/left"), stored("jobs/known")
    Job.objects.create(kind="x", token="x", file=known)
    running.tidy()
    assert (default_storage.exists(left), default_storage.exists(known)) == (False, True)
