"""Files survive an error elsewhere in the form."""

import datetime

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from activities.activities.models import kept_uploads
from activities.models import Evidence, KeptUpload
from tests.conftest import a_client
from tests.support.browser.desk_forms import PDF, at, new_address, text, token_in, typed


def pdf(name, more=b""):
    return SimpleUploadedFile(name, PDF + more)


class Writer:
    """A person with one form, sent again and again."""

    def __init__(self, user, path):
        self.client, self.path = a_client(user), path
        self.token = token_in(self.client.get(path))

    def send(self, **fields):
        return self.client.post(self.path, typed(**fields) | {"token": self.token, "check": "1"})


def test_files_come_along_when_another_field_is_put_right(world, rita):
    form = Writer(rita, new_address(world))
    page = text(form.send(n_posts="约五百", files=[pdf("回执.pdf"), pdf("照片.pdf", b"2")]))
    assert "已收到的文件" in page and "回执.pdf" in page and "文件需要重新选择" not in page
    stored = [piece.file.name for piece in KeptUpload.objects.all()]
    assert not Evidence.objects.exists() and all(map(default_storage.exists, stored))
    assert form.send(n_posts="500").status_code == 302
    assert {piece.name for piece in Evidence.objects.all()} == {"回执.pdf", "照片.pdf"}
    assert Evidence.objects.get(name="照片.pdf").file.read() == PDF + b"2"
    assert not KeptUpload.objects.exists()


def test_one_refused_file_costs_none_of_the_others(world, rita):
    form = Writer(rita, new_address(world))
    page = text(form.send(files=[pdf("回执.pdf"), SimpleUploadedFile("影片.mp4", b"xx")]))
    assert "影片.mp4" in page and "已收到的文件" in page
    form.send()
    assert Evidence.objects.get().name == "回执.pdf"


def test_a_kept_file_is_left_out_where_its_writer_says_so(world, rita):
    form = Writer(rita, new_address(world))
    form.send(n_posts="x", files=[pdf("错.pdf"), pdf("对.pdf", b"2")])
    form.send(n_posts="5", drop=[KeptUpload.objects.get(name="错.pdf").pk])
    assert Evidence.objects.get().name == "对.pdf"


def test_kept_files_are_those_of_one_person_and_one_form(world, rita, rob):
    form = Writer(rita, new_address(world))
    form.send(n_posts="x", files=[pdf("回执.pdf")])
    assert "回执.pdf" not in text(a_client(rita).get(new_address(world)))
    others = Writer(rob, new_address(world))
    others.token = form.token
    assert "回执.pdf" not in text(others.send())
    Writer(rita, new_address(world)).send(drop=[KeptUpload.objects.get().pk])
    assert KeptUpload.objects.exists(), "another form does not delete it"


def test_they_come_along_with_an_edit_as_well(world, rita):
    entry = world.drafted(rita)
    form = Writer(rita, at("activity_edit", entry.pk))
    form.send(version=entry.version, n_posts="x", files=[pdf("回执.pdf")])
    form.send(version=entry.version, n_posts="5")
    assert Evidence.objects.get().activity == entry


def test_no_more_files_are_taken_than_a_form_takes(world, rita, monkeypatch):
    form = Writer(rita, new_address(world))
    form.send(n_posts="x", files=[pdf(f"{each}.pdf", b"%d" % each) for each in range(6)])
    page = text(form.send(n_posts="5", files=[pdf(f"{each}.pdf", b"%d" % each) for each in range(6, 12)]))
    assert "连同已收到的共 12 个文件，每次最多 10 个" in page
    assert not Evidence.objects.exists()


def test_after_a_day_they_are_deleted_with_their_bytes(world, rita, django_capture_on_commit_callbacks):
    Writer(rita, new_address(world)).send(n_posts="x", files=[pdf("回执.pdf")])
    stored = KeptUpload.objects.get().file.name
    for hours, there in ((23, True), (25, False)):
        with django_capture_on_commit_callbacks(execute=True):
            kept_uploads.forget_old_uploads(timezone.now() + datetime.timedelta(hours=hours))
        assert KeptUpload.objects.exists() == default_storage.exists(stored) == there
