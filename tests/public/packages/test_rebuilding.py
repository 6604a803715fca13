"""The package is built when the data have changed, once; until then, and whatever fails, the last good one stays."""

import datetime
import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from core.jobs.running import work_off
from core.models import Job
from pairs.models import Pair
from public.packages import building, jobs
from public.packages.models import DataPackage

pytestmark = pytest.mark.django_db


@pytest.fixture
def look():
    """Look whether there is something to do, and do it; how many jobs that were."""

    def looked():
        jobs.ask_for_package()
        return work_off()

    return looked


def change():
    Pair.objects.filter(pk=Pair.objects.first().pk).update(recipient_name="样例大学")


def test_it_is_built_once_for_each_version(published, look):
    assert [look(), look()] == [1, 0]
    change()
    assert [look(), look()] == [1, 0]
    assert [package.descriptor["version"] for package in DataPackage.objects.all()] == [
        str(package.data_version) for package in DataPackage.objects.all()
    ]


def test_looking_again_while_a_job_waits_asks_for_no_second(published):
    jobs.ask_for_package()
    jobs.ask_for_package()
    assert Job.objects.filter(kind="data_package").count() == 1


def test_what_depends_on_the_day_is_built_each_day(published, look):
    look()
    DataPackage.objects.update(built_at=timezone.now() - timedelta(days=1))
    assert look() == 1


def test_a_change_while_it_is_built_is_in_the_next_one(published, look, monkeypatch):
    prepare = building.prepare

    def prepared_and_overtaken():
        built = prepare()
        change()
        return built

    monkeypatch.setattr(building, "prepare", prepared_and_overtaken)
    assert look() == 1
    monkeypatch.setattr(building, "prepare", prepare)
    assert not building.is_current()
    assert look() == 1 and building.is_current()


@pytest.mark.parametrize("step", ["write_package", "sha256_of"])
def test_a_build_that_ends_early_leaves_the_last_good_one(published, look, monkeypatch, client, step):
    look()
    before = client.get("/data/package.zip").content
    change()
    monkeypatch.setattr(building, step, lambda *args: 1 / 0)
    assert look() == 0
    assert client.get("/data/package.zip").content == before
    assert client.get("/data/package.json").json()["sha256"] == hashlib.sha256(before).hexdigest()


def test_a_package_whose_file_is_gone_is_built_again(published, look):
    look()
    default_storage.delete(DataPackage.objects.newest().file.name)
    assert look() == 1 and DataPackage.objects.newest().is_there


def test_of_old_ones_the_last_two_are_kept(published, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, *others = [building.build() for _time in range(3)]
    assert list(DataPackage.objects.order_by("pk")) == others
    assert not first.is_there and all(one.is_there for one in others)


def test_files_that_a_dead_worker_left_are_removed_after_a_day(published, monkeypatch):
    kept = building.build()
    left = default_storage.save("packages/left.zip", ContentFile(b"half"))
    jobs.remove_left_behind()
    assert default_storage.exists(left)
    later = timezone.now() + datetime.timedelta(days=2)
    monkeypatch.setattr("core.left_files.timezone.now", lambda: later)
    jobs.remove_left_behind()
    assert not default_storage.exists(left) and kept.is_there


def test_a_command_builds_it_at_once(published, capsys):
    call_command("build_package")
    found = DataPackage.objects.newest()
    assert capsys.readouterr().out.startswith(f"{found.sha256}  package.zip")
