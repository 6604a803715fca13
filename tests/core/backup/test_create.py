"""A backup is made whole and proved, or not at all; whatever ends it leaves nothing that looks like one."""

import errno
import io
import os
import signal
import subprocess

import pytest
from django.conf import settings as portal
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command, load_command_class
from django.db import connection

from activities.activities import evidence_workflow
from activities.models import Evidence, Tally
from core.backup import create, paths, proof, stored_files
from core.backup.archive import read_manifest
from core.backup.exceptions import BackupRefused
from core.backup.models import Backup
from tests.support.factories.everything import PDF
from tests.support.factories.oversight import WHY


@pytest.fixture
def unproved(monkeypatch):
    """What is tested does not depend on the proof, which takes seconds."""
    monkeypatch.setattr(create, "prove", lambda path, passphrase: None)


@pytest.fixture
def evidence(portal_of_tests, world, rita):
    """Makes a piece of evidence with a file."""
    return lambda: Evidence.objects.attach(rita, world.drafted(rita), SimpleUploadedFile("a.pdf", PDF))


def run(*arguments, **options):
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def refused(*arguments, **options):
    with pytest.raises(CommandError) as caught:
        run(*arguments, **options)
    assert caught.value.returncode == 1
    return str(caught.value)


def left_in(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "media")


def test_a_proved_backup_is_named_and_recorded(evidence, as_in_production, settings, monkeypatch, tmp_path):
    settings.BACKUP_PASSPHRASE = "eine lange Losung 口令"
    evidence()
    said = run("backup", str(tmp_path / "a.backup"))
    backup = Backup.objects.newest()
    assert f"{backup.proof['rows']}" in said and backup.sha256 in said
    assert backup.file_name == "a.backup" and backup.encrypted and backup.size == (tmp_path / "a.backup").stat().st_size
    assert backup.proof["files"] == 1
    assert (tmp_path / "a.backup").stat().st_mode & 0o777 == 0o600
    assert left_in(tmp_path) == ["a.backup"]
    monkeypatch.setattr(proof, "prove", lambda path, passphrase: None)  # it was just now
    assert f"{backup.proof['rows']}" in run("verify_backup", str(tmp_path / "a.backup"))
    assert backup.sha256 in subprocess.check_output(["sha256sum", tmp_path / "a.backup"], text=True)


@pytest.mark.one_database
def test_what_the_proof_finds_is_said_and_no_backup_is_made(
    portal_of_tests, world, rita, sam, as_in_production, tmp_path
):
    """Each check of the proof by itself: tests/core/backup/test_restore.py."""
    world.confirmed(rita, sam)
    Tally.objects.update(activities=77)
    assert "rebuild_totals" in refused("backup", str(tmp_path / "a.backup"))
    assert left_in(tmp_path) == [] and not Backup.objects.exists()


@pytest.mark.one_database
def test_verifying_reads_every_byte(portal_of_tests, unproved, tmp_path):
    create.create(tmp_path / "a.backup")
    whole = (tmp_path / "a.backup").read_bytes()
    (tmp_path / "a.backup").write_bytes(whole[:-1])
    assert refused("verify_backup", str(tmp_path / "a.backup"))
    assert "none.backup。请检查文件名" in refused("verify_backup", str(tmp_path / "none.backup"))


@pytest.mark.one_database
def test_a_missing_file_is_named_and_may_be_accepted(evidence, unproved, media, tmp_path):
    gone = evidence()
    (media / gone.file.name).unlink()
    assert gone.file.name in refused("backup", str(tmp_path / "a.backup")) and left_in(tmp_path) == []
    run("backup", str(tmp_path / "a.backup"), "--accept-missing")
    assert read_manifest(tmp_path / "a.backup").about["missing"] == [gone.file.name]
    assert Backup.objects.newest().proof["missing"] == 1


@pytest.mark.one_database
def test_a_file_that_is_not_what_was_uploaded_is_never_accepted(evidence, unproved, media, tmp_path):
    altered = evidence()
    (media / altered.file.name).write_bytes(b"something else")
    assert altered.file.name in refused("backup", str(tmp_path / "a.backup"), "--accept-missing")
    assert left_in(tmp_path) == []


def test_evidence_that_is_erased_meanwhile_is_in_the_backup_and_gone_afterwards(
    evidence, unproved, media, tmp_path, monkeypatch
):
    """The snapshot names it: it is read, and its bytes go for good when the backup has read them."""
    name, named_files = evidence().file.name, stored_files.named_files

    def erased_after_the_snapshot(kept):
        found = named_files(kept)
        stored_files.default_storage.delete(name)  # as it happens once an erasure is committed
        return found

    monkeypatch.setattr(stored_files, "named_files", erased_after_the_snapshot)
    create.create(tmp_path / "a.backup")
    assert name in read_manifest(tmp_path / "a.backup").files()
    assert not (media / name).exists() and not (media / ".held").exists()
    monkeypatch.setattr(stored_files, "deletions_held", lambda: stored_files.nullcontext(True))  # the protection
    Evidence.objects.all().delete()
    name = evidence().file.name
    with pytest.raises(BackupRefused):
        create.create(tmp_path / "b.backup")


@pytest.mark.one_database
def test_erased_evidence_has_no_bytes_to_be_missed(
    evidence, rita, unproved, django_capture_on_commit_callbacks, tmp_path
):
    with django_capture_on_commit_callbacks(execute=True):
        evidence_workflow.redact(evidence(), rita, WHY)
    create.create(tmp_path / "a.backup")
    assert read_manifest(tmp_path / "a.backup").about["missing"] == []


@pytest.mark.one_database
def test_another_backup_is_waited_for_and_then_refused(portal_of_tests, unproved, monkeypatch, tmp_path):
    monkeypatch.setattr(create, "PATIENCE", 0.1)
    with stored_files.deletions_held():
        assert refused("backup", str(tmp_path / "a.backup"))
    run("backup", str(tmp_path / "a.backup"))


@pytest.mark.one_database
def test_nothing_is_written_over(portal_of_tests, unproved, tmp_path):
    (tmp_path / "a.backup").write_text("precious")
    assert "a.backup" in refused("backup", str(tmp_path / "a.backup"))
    assert (tmp_path / "a.backup").read_text() == "precious"
    assert "none" in refused("backup", str(tmp_path / "none" / "a.backup"))


@pytest.mark.one_database
def test_a_full_disk_is_said_and_leaves_nothing(portal_of_tests, monkeypatch, tmp_path):
    def full(path, passphrase):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(create, "prove", full)
    refused("backup", str(tmp_path / "a.backup"))
    assert left_in(tmp_path) == [] and not Backup.objects.exists()


@pytest.mark.one_database
def test_a_killed_backup_leaves_a_name_that_the_next_one_removes(portal_of_tests, unproved, tmp_path):
    process = os.fork()
    if not process:
        with paths.unfinished(tmp_path / "a.backup") as (file, _path):
            file.write(b"half")
            file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(process, 0)
    (left,) = left_in(tmp_path)
    assert left.endswith(paths.UNFINISHED)
    create.create(tmp_path / "b.backup")
    assert left_in(tmp_path) == ["b.backup"]


@pytest.mark.one_database
def test_what_another_backup_still_writes_is_left_to_it(portal_of_tests, unproved, tmp_path):
    with paths.unfinished(tmp_path / "a.backup") as (_file, path):
        create.create(tmp_path / "b.backup")
        assert path.exists()
    assert left_in(tmp_path) == ["b.backup"]


@pytest.mark.one_database
def test_in_a_folder_the_newest_are_kept(portal_of_tests, unproved, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in range(1, 6):
        (folder / f"portal-2026010{day}-040000.backup").touch()
    (folder / "mine.backup").touch()
    said = run("backup", str(folder), "--keep", "3")
    kept = left_in(folder)
    assert kept[0] == "mine.backup" and kept[1:3] == ["portal-20260104-040000.backup", "portal-20260105-040000.backup"]
    assert len(kept) == 4 and "portal-20260101-040000.backup" in said
    assert "--keep" in refused("backup", str(folder), "--keep", "0")
    assert "--keep" in refused("backup", str(tmp_path / "a.backup"), "--keep", "3")


@pytest.mark.one_database
def test_a_failed_backup_deletes_no_older_one(portal_of_tests, monkeypatch, tmp_path):
    def unproved(path, passphrase):
        raise BackupRefused("not as it was")

    monkeypatch.setattr(create, "prove", unproved)
    (tmp_path / "portal-20260101-040000.backup").touch()
    refused("backup", str(tmp_path), "--keep", "1")
    assert left_in(tmp_path) == ["portal-20260101-040000.backup"]


@pytest.mark.one_database
def test_a_table_that_nobody_backs_up_is_named_in_the_settings():
    tables = set(connection.introspection.django_table_names())
    assert tables >= portal.NOT_BACKED_UP


@pytest.mark.one_database
@pytest.mark.parametrize("command", ["backup", "verify_backup", "restore"])
def test_no_passphrase_stands_in_a_command_line(command):
    parser = load_command_class("core", command).create_parser("manage.py", command)
    assert "passphrase" not in parser.format_usage()
