"""Files of the answer to a finding: looked at, kept in private, counted with evidence, taken away or erased."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from activities.models import Evidence
from core import left_files
from core.file_content import MEGABYTE, Upload
from oversight.inspections.workflow import finding_files, findings
from oversight.models import Finding, FindingFile
from tests.conftest import a_client
from tests.support.assertions.refusals import refused
from tests.support.factories.inspections import a_finding, an_inspection

PDF = b"%PDF-1.4 made up\n%%EOF\n"


@pytest.fixture
def finding(world, inspector):
    return a_finding(inspector, an_inspection(inspector, world))


def a_file(name="整改照片.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def respond(person, finding, *files, words="已整改"):
    path = f"/en/desk/findings/{finding.pk}/answer/"
    return a_client(person).post(path, {"words": words, "version": finding.version, "files": files})


def answered(finding, by, content=PDF):
    return findings.respond(finding, by, "已整改", files=[Upload(a_file(content=content))])


def test_an_answer_brings_files_that_both_sides_officers_and_inspectors_save(
    finding, rita, sam, officer, inspector, olga
):
    assert respond(rita, finding, a_file(), a_file("名单.pdf", PDF + b"2")).status_code == 302
    first = finding.files.get(name="整改照片.pdf")
    path = f"/en/desk/finding-files/{first.pk}/"
    assert path in a_client(inspector).get(f"/en/desk/findings/{finding.pk}/").text
    for person in (rita, sam, officer, inspector):
        saved = a_client(person).get(path)
        assert b"".join(saved.streaming_content) == PDF
        assert saved["Content-Disposition"].startswith("attachment") and "sandbox" in saved["Content-Security-Policy"]
    assert a_client(olga).get(path).status_code == 404


def test_a_file_that_is_not_accepted_is_named_and_nothing_is_kept(finding, rita):
    page = respond(rita, finding, a_file(), a_file("script.html", b"<script>")).text
    assert "script.html" in page and "chosen again" in page and "已整改" in page
    assert not FindingFile.objects.exists() and Finding.objects.get().state == "open"


def test_files_of_findings_and_evidence_share_the_quota_of_the_pair(finding, world, rita, settings):
    answered(finding, rita)
    settings.MAX_PAIR_MEGABYTES = (len(PDF) + 5) / MEGABYTE
    assert "1 of at most" in respond(rita, finding, a_file(content=PDF + b"2")).text
    assert respond(rita, finding, a_file()).status_code == 302  # the same file once more takes no room
    with pytest.raises(ValidationError):
        Evidence.objects.attach(rita, world.drafted(rita), a_file())


def test_the_sweep_leaves_files_of_findings_alone(finding, rita, monkeypatch):
    piece = answered(finding, rita).files.get()
    monkeypatch.setattr(left_files, "GRACE", -left_files.GRACE)
    call_command("sweep_evidence")
    assert piece.file.storage.exists(piece.file.name)


def test_a_file_is_taken_away_while_the_finding_is_open_and_erased_with_a_reason_afterwards(
    finding, rita, inspector, django_capture_on_commit_callbacks
):
    piece = answered(finding, rita).files.get()
    findings.close(finding, inspector, "已核实")
    path = f"/en/desk/finding-files/{piece.pk}/remove/"
    assert "Erase for good" in a_client(rita).get(path).text
    stored = piece.file
    with django_capture_on_commit_callbacks(execute=True):
        assert a_client(rita).post(path, {"reason": "照片含个人信息"}).status_code == 302
    piece.refresh_from_db()
    assert (piece.is_redacted, piece.file.name, piece.redacted_reason) == (True, "", "照片含个人信息")
    assert not stored.storage.exists(stored.name)
    assert "照片含个人信息" in a_client(inspector).get(f"/en/desk/findings/{finding.pk}/").text
    findings.reopen(finding, inspector, "又出现")
    piece = answered(finding, rita, content=PDF + b"2").files.last()
    assert a_client(rita).post(f"/en/desk/finding-files/{piece.pk}/remove/").status_code == 302
    assert FindingFile.history.filter(id=piece.pk, history_type="-").exists()


@pytest.mark.parametrize("take_away", [finding_files.remove, lambda *args: finding_files.redact(*args, "理由")])
def test_nobody_else_takes_it_away(finding, rita, sam, inspector, take_away):
    piece = answered(finding, rita).files.get()
    for person in (sam, inspector):
        with pytest.raises(finding_files.Refused):
            take_away(piece, person)
    assert FindingFile.objects.get().file


def test_from_a_finding_that_is_closed_no_file_is_taken_away(finding, rita, inspector):
    piece = answered(finding, rita).files.get()
    findings.close(Finding.objects.get(pk=finding.pk), inspector, "已核对")
    assert refused(finding_files.remove, piece, rita, code="locked")
    assert FindingFile.objects.exists()
