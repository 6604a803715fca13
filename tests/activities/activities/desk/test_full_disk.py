"""A full disk says so: nothing typed is lost, nothing is half stored, and no empty file is left behind."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import OperationalError, connection
from django.test import RequestFactory

from activities.models import Activity, Evidence
from core import uploads
from core.storage import WholeFiles
from tests.activities.sheets.sheets import rows, taken
from tests.conftest import a_client
from tests.support.browser.desk_forms import PDF, new_address, text, token_in, typed

FULL = "/dev/full"  # Linux's own: whatever is written to it finds no room


class Torn(ContentFile):
    """A file of which half arrives before the disk is full."""

    def chunks(self, chunk_size=None):
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")


def files_under(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


@pytest.fixture
def media(settings, tmp_path):
    """Files are kept in a folder of their own, as in production."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "core.storage.WholeFiles"}}
    return tmp_path


@pytest.fixture
def full(monkeypatch):
    """From now on nothing that is written to a file finds room."""
    really = os.fdopen

    def fdopen(number, *args, **kwargs):
        os.dup2(os.open(FULL, os.O_WRONLY), number)
        return really(number, *args, **kwargs)

    return lambda: monkeypatch.setattr("django.core.files.storage.filesystem.os.fdopen", fdopen)


@pytest.fixture
def form(world, rita):
    client, path = a_client(rita), f"/en{new_address(world)}"
    return client, path, typed(token=token_in(client.get(path)), description="说明" * 20, draft="1")


def test_half_a_file_is_no_file(tmp_path):
    storage = WholeFiles(location=tmp_path)
    with pytest.raises(OSError, match="No space left"):
        storage.save("a/b.pdf", Torn(b""))
    assert files_under(tmp_path) == []


def test_without_the_temporary_name_half_a_file_would_be_left(tmp_path):
    with pytest.raises(OSError, match="No space left"):
        FileSystemStorage(location=tmp_path).save("a/b.pdf", Torn(b""))
    assert [file.name for file in files_under(tmp_path)] == ["b.pdf"]


def test_a_file_is_on_the_disk_before_anybody_can_name_it(tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr("core.storage.os.fsync", lambda number: done.append("sure"))
    monkeypatch.setattr("core.storage.os.link", lambda *names: done.append("named"))
    WholeFiles(location=tmp_path).save("a/b.pdf", ContentFile(b"one"))
    assert done == ["sure", "named"]


def test_a_whole_file_has_its_name_and_never_that_of_another(tmp_path, monkeypatch):
    storage = WholeFiles(location=tmp_path)
    assert storage.save("a/b.pdf", ContentFile(b"one")) == "a/b.pdf"
    taken = iter(["a/b.pdf"])  # somebody took the name between the question and the writing
    sure = storage.get_available_name
    monkeypatch.setattr(storage, "get_available_name", lambda name, **kw: next(taken, None) or sure(name, **kw))
    other = storage.save("a/b.pdf", ContentFile(b"two"))
    assert other != "a/b.pdf" and storage.open(other).read() == b"two"
    assert (storage.open("a/b.pdf").read(), len(files_under(tmp_path))) == (b"one", 2)


def test_files_are_readable_for_the_portal_alone(media, settings):
    name = WholeFiles().save("a/b.pdf", ContentFile(b"one"))
    assert (media / name).stat().st_mode & 0o777 == 0o640


def test_where_files_find_no_room_the_text_is_stored_and_the_form_says_so(form, media, full, caplog):
    client, path, fields = form
    full()
    page = client.post(path, fields | {"files": SimpleUploadedFile("a.pdf", PDF)})
    assert page.status_code == 200 and "no room left for files" in text(page)
    assert 'value="化工类专场"' in text(page) and Activity.objects.get().title == "化工类专场"
    assert not Evidence.objects.exists() and files_under(media) == []
    assert "No room for evidence" in caplog.text


def test_where_an_upload_finds_no_room_the_text_waits(form, settings, monkeypatch):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    client, path, fields = form
    monkeypatch.setattr("core.uploads.TemporaryFileUploadHandler.new_file", onto_a_full_disk)
    refused = client.post(path, fields | {"files": SimpleUploadedFile("a.pdf", PDF)})
    assert refused.status_code == 507 and "No room left for files" in text(refused)
    assert 'value="化工类专场"' in text(client.get(path))


def onto_a_full_disk(handler, *args, **kwargs):
    handler.file = TemporaryUploadedFile("a.pdf", "application/pdf", 0, "utf-8")
    os.dup2(os.open(FULL, os.O_WRONLY), handler.file.fileno())


def test_other_faults_of_an_upload_are_not_taken_for_it(monkeypatch):
    request = RequestFactory().post("/")
    handler = uploads.TemporaryFiles(request)
    handler.file = open(os.devnull, "rb")  # noqa: SIM115
    with pytest.raises(OSError, match="write"):
        handler.receive_data_chunk(b"x", 0)
    assert not hasattr(request, "upload_problem")


@pytest.fixture
def full_database(monkeypatch):
    """From now on the database takes not one page more; PostgreSQL is made to say so in its words."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA freelist_count")
            cursor.execute("PRAGMA page_count")
            pages = cursor.fetchone()[0]
            yield lambda: connection.cursor().execute(f"PRAGMA max_page_count = {pages}")
            cursor.execute("PRAGMA max_page_count = 1073741823")
    else:
        yield lambda: monkeypatch.setattr("activities.models.Activity.save", out_of_room)


def out_of_room(*args, **kwargs):
    error = OperationalError("could not extend file: No space left on device")
    error.pgcode = "53100"
    raise error


def test_where_the_database_finds_no_room_a_table_is_not_entered_by_half_and_is_entered_later(
    world, rita, full_database, monkeypatch
):
    """By one undertaking or another the room is used up in the middle of it; with room again it is entered once."""
    sheet = taken(rita, rows(40, 地点="签约仪式" * 20))
    client = a_client(rita)
    client.raise_request_exception = False
    if connection.vendor == "sqlite":
        full_database()
        assert client.post(sheet.get_absolute_url(), {"submit": "1"}).status_code == 507
        assert not Activity.objects.exists()
        connection.cursor().execute("PRAGMA max_page_count = 1073741823")
    assert client.post(sheet.get_absolute_url(), {"submit": "1"}).status_code == 302
    assert Activity.objects.count() == 40


def test_where_the_database_finds_no_room_the_text_stands_on_the_page(form, full_database):
    client, path, fields = form
    client.raise_request_exception = False
    full_database()
    words = "签约仪式在武汉举行，双方三十余人参加。" * 100
    page = client.post(path, fields | {"description": words})
    assert page.status_code == 507 and f">{words}</textarea>" in text(page)
    assert 'name="title" value="化工类专场"' in text(page) and "Send again" in text(page)
    assert not Activity.objects.exists()
