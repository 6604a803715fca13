import io
import os
import time
import zipfile

import pytest
import xlwt
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from openpyxl import Workbook
from PIL import Image

from activities.activities import evidence_workflow, workflow
from activities.activities.models import evidence as rules
from activities.models import Evidence
from core.file_content import MEGABYTE
from tests.conftest import a_client
from tests.support.assertions.refusals import faults, refused
from tests.support.factories.compound_files import old_word

pytestmark = pytest.mark.one_database

PDF = b"%PDF-1.4\n%made up for tests\n%%EOF"


def upload(data, name="材料.pdf"):
    return SimpleUploadedFile(name, data)


def picture(form="JPEG"):
    """A picture with a position in it."""
    out, exif = io.BytesIO(), Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 35.0, 0.0)})
    exif[0x010F] = "a camera"
    Image.new("RGB", (40, 30), "red").save(out, form, exif=exif)
    return out.getvalue()


def workbook():
    out, book = io.BytesIO(), Workbook()
    book.save(out)
    return out.getvalue()


def package(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<Types/>")
    return out.getvalue()


def old_workbook():
    out, book = io.BytesIO(), xlwt.Workbook()
    book.add_sheet("场次").write(0, 0, "专场招聘会")
    book.save(out)
    return out.getvalue()


XLS = old_workbook()
XLS_WITH_MACROS = XLS + "_VBA_PROJECT\0".encode("utf-16-le")  # the name of a stream that holds them
DOCX = package("[Content_Types].xml", "word/document.xml")
DOC = old_word()


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (PDF, "pdf"),
        (picture(), "jpg"),
        (picture("PNG"), "png"),
        (workbook(), "xlsx"),
        (DOCX, "docx"),
        (DOC, "doc"),
        (XLS, "xls"),
    ],
)
def test_a_file_is_what_it_holds_whatever_it_is_called(world, rita, data, extension):
    piece = Evidence.objects.attach(rita, world.drafted(rita), upload(data, "名单.exe"))
    assert piece.name == f"名单.{extension}" and piece.type == rules.Upload(upload(data)).type
    assert piece.file.name.startswith("evidence/") and "名单" not in piece.file.name
    assert len(piece.sha256) == 64 and piece.size == len(piece.file.read())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ executable",
        b"<html>",
        b"PK\x03\x04 not a package",
        package("a.txt"),
        package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        b"\xff\xd8\xff not a picture",
        bytes.fromhex("D0CF11E0A1B11AE1") + b"an installer",
        XLS_WITH_MACROS,
    ],
)
def test_anything_else_is_refused_and_leaves_no_file(world, rita, data):
    faults(Evidence.objects.attach, rita, world.drafted(rita), upload(data))
    assert not Evidence.objects.exists()


def test_pictures_lose_position_and_camera(world, rita):
    piece = Evidence.objects.attach(rita, world.drafted(rita), upload(picture(), "a.jpg"))
    with Image.open(piece.file) as image:
        assert not image.getexif() and image.size == (40, 30)
    assert b"a camera" in picture() and b"a camera" not in default_storage.open(piece.file.name).read()


def test_names_keep_no_path_and_no_tricks(world, rita):
    entry = world.drafted(rita)
    for given, kept in [
        ("../../etc/名单.pdf", "名单.pdf"),
        ("C:\\x\\a.b.pdf", "a.b.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
    ]:
        entry.evidence.all().delete()
        assert Evidence.objects.attach(rita, entry, upload(PDF, given)).name == kept


def test_size_and_quota_have_their_limits(world, rita, settings):
    entry = world.drafted(rita)
    faults(Evidence.objects.attach, rita, entry, upload(PDF + b" " * 10 * 1024 * 1024))
    settings.MAX_PAIR_MEGABYTES = 100 / MEGABYTE
    Evidence.objects.attach(rita, entry, upload(PDF))
    faults(Evidence.objects.attach, rita, entry, upload(PDF + b" " * 90))


@pytest.mark.each_database
def test_the_same_file_again_is_the_one_already_there(world, rita):
    entry = world.drafted(rita)
    assert len({Evidence.objects.attach(rita, entry, upload(PDF)).pk for _time in range(3)}) == 1
    assert len({Evidence.objects.attach_link(rita, entry, "https://a.cn/x").pk for _time in range(3)}) == 1


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "ftp://a.cn/x", "file:///etc/passwd", "a.cn"])
def test_a_link_leads_to_the_web(world, rita, link):
    with pytest.raises(ValidationError):
        Evidence.objects.attach_link(rita, world.drafted(rita), link)


def test_only_the_logging_side_adds_and_only_while_it_is_open(world, rita, sam, editor, outsiders):
    entry = world.submitted(rita)
    for person in [sam, editor, *outsiders]:
        refused(Evidence.objects.attach, person, entry, upload(PDF))
    workflow.confirm(entry, sam)
    refused(Evidence.objects.attach, rita, entry, upload(PDF), code="locked")


@pytest.mark.each_database
def test_who_may_read_it(world, rita, sam, cast):
    entry = world.drafted(rita)
    Evidence.objects.attach(rita, entry, upload(PDF))

    def readers():
        people = cast | {"anonymous": AnonymousUser()}
        return {name for name, person in people.items() if Evidence.objects.visible_to(person).exists()}

    assert readers() == {"rita", "ins", "ed"}
    workflow.confirm(workflow.submit(entry, rita), sam)
    assert readers() == {"rita", "sam", "officer", "ins", "ed"}


@pytest.mark.each_database
def test_redacting_erases_the_bytes_and_keeps_the_hash(world, rita, sam, django_capture_on_commit_callbacks):
    entry = world.drafted(rita)
    piece = Evidence.objects.attach(rita, entry, upload(PDF))
    name, digest = piece.file.name, piece.sha256
    workflow.confirm(workflow.submit(entry, rita), sam)
    refused(evidence_workflow.redact, piece, sam, "名单", code="not_yours")
    assert faults(evidence_workflow.redact, piece, rita, "") == {"reason"}
    with django_capture_on_commit_callbacks(execute=True):
        evidence_workflow.redact(piece, rita, "误传学生名单")
    piece.refresh_from_db()
    assert not default_storage.exists(name) and not piece.file
    assert (piece.sha256, piece.redacted_by, piece.redacted_reason) == (digest, rita, "误传学生名单")
    refused(evidence_workflow.redact, piece, rita, "again")


def test_removing_from_an_open_entry_erases_the_file(world, rita, sam, django_capture_on_commit_callbacks):
    piece = Evidence.objects.attach(rita, world.drafted(rita), upload(PDF))
    name = piece.file.name
    refused(evidence_workflow.remove, piece, sam)
    with django_capture_on_commit_callbacks(execute=True):
        evidence_workflow.remove(piece, rita)
    assert not default_storage.exists(name) and not Evidence.objects.exists()


def test_what_was_erased_stays_with_its_hash_and_reason_even_while_the_entry_is_open(world, rita, editor):
    piece = Evidence.objects.attach(rita, world.submitted(rita), upload(PDF))
    evidence_workflow.redact(piece, editor, "含学生信息")
    refused(evidence_workflow.remove, piece, rita)
    assert a_client(rita).post(f"/desk/evidence/{piece.pk}/remove/").status_code == 403
    assert (Evidence.objects.get().sha256, Evidence.objects.get().redacted_reason) == (piece.sha256, "含学生信息")


def test_a_form_without_anything_in_it_erases_nothing(world, rita, sam):
    entry = world.submitted(rita)
    piece = Evidence.objects.attach(rita, entry, upload(PDF))
    workflow.confirm(entry, sam)
    assert a_client(rita).post(f"/desk/evidence/{piece.pk}/remove/").status_code == 200
    assert not Evidence.objects.get().is_redacted


@pytest.mark.each_database
def test_the_sweeper_takes_old_files_without_a_record_only(world, rita, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    piece = Evidence.objects.attach(rita, world.drafted(rita), upload(PDF))
    for name in ("old.pdf", "new.pdf"):
        (tmp_path / "evidence" / name).write_bytes(PDF)
    for path in (tmp_path / "evidence" / "old.pdf", tmp_path / piece.file.name):
        os.utime(path, (0, 0))
    os.utime(tmp_path / "evidence" / "new.pdf", (time.time(), time.time()))  # by the clock of the tests
    call_command("sweep_evidence", "--dry-run", stdout=io.StringIO())
    assert (tmp_path / "evidence" / "old.pdf").exists()
    call_command("sweep_evidence", stdout=io.StringIO())
    assert not (tmp_path / "evidence" / "old.pdf").exists() and (tmp_path / "evidence" / "new.pdf").exists()
    assert (tmp_path / piece.file.name).exists()
    (tmp_path / piece.file.name).unlink()
    with pytest.raises(SystemExit):
        call_command("sweep_evidence", stdout=io.StringIO())
