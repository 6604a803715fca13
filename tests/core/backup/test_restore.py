"""A restored portal is the one that was backed up, on whichever database; what is not fit for it changes nothing."""

import hashlib
import io
import random
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from activities.models import Activity, Evidence, Tally
from core import data_version, integrity
from core.audit.models import AuditEntry
from core.backup import container, create, schema, stored_files, table_data
from core.backup.archive import opened, read_manifest
from core.backup.exceptions import BackupRefused
from core.backup.restore import restore
from core.models import DataVersion, Job, Letter
from demo.models import Demonstration
from oversight.models import Bulletin
from pairs.models import Action
from public.changes.models import Comparison, PublicRecord
from tests.support.casts.backups import FILE, SERVER, elsewhere
from tests.support.factories.everything import PDF

ALTERED = 200  # places
NOT_COMPARED = {"core_dataversion", "core_auditentry"}  # restoring moves the one, and is recorded in the other


def written(place, passphrase=""):
    """A backup of the database as it is; its manifest."""
    with place.open("wb") as file:
        manifest, _sha256 = create.write(file, passphrase)
    return manifest


def kept_models():
    return schema.kept_models(schema.state_of(connection, schema.applied(connection))).values()


def content(manifest):
    """What two portals have in common that hold the same."""
    files = {name: facts["sha256"] for name, facts in manifest.files().items()}
    tables = {name: (facts["rows"], facts["digest"], facts["last_number"]) for name, facts in manifest.tables().items()}
    return files, {name: facts for name, facts in tables.items() if name not in NOT_COMPARED}


@pytest.fixture
def backup(portal_of_tests, tmp_path):
    """A small backup."""
    Action.objects.create(slug="any", name="任一行动")
    written(tmp_path / "small.backup")
    return tmp_path / "small.backup"


@pytest.fixture
def fresh(settings, tmp_path, portal_of_tests):
    with elsewhere(settings, tmp_path, "fresh"):
        yield


def test_everything_is_restored_from_each_engine_onto_each(everything, settings, tmp_path):
    """On SQLite onto itself; on PostgreSQL onto itself, onto SQLite, and from there back."""
    first = written(tmp_path / "a.backup", "口令")
    assert sorted(first.files()) == [name for name, _hash in stored_files.named_files(kept_models())]
    assert len(first.tables()) > 100 and first.counts()["rows"] > 500 and first.counts()["files"] > 7
    engines = [SERVER, FILE] if connection.vendor == "postgresql" else [FILE]
    for number, engine in enumerate(engines):
        with elsewhere(settings, tmp_path, f"from_first_{number}", engine):
            assert restore(tmp_path / "a.backup", "口令", is_scratch=True).problems == []
            assert content(written(tmp_path / f"{number}.backup")) == content(first)
    if connection.vendor == "postgresql":
        with elsewhere(settings, tmp_path, "from_sqlite", SERVER):
            assert restore(tmp_path / "1.backup", is_scratch=True).problems == []
            assert content(written(tmp_path / "b.backup")) == content(first)


def test_a_restored_portal_goes_on_where_the_other_one_was(backup, editor, settings, tmp_path):
    """Readers who keep copies or answers begin anew; letters and jobs of then are not done a second time."""
    made = [Action.objects.create(slug=f"a{number}", name="行动").pk for number in range(3)]
    Action.objects.filter(pk__in=made[1:]).delete()
    PublicRecord.objects.create(kind="pairs", key="2-1", digest="0" * 32, version=1, changed_at=timezone.now())
    Comparison.objects.create(pk=1, version=1)
    Letter.objects.queue("invitation", "a@example.edu.cn")
    Job.objects.ask("sample", editor, "sample")
    written(tmp_path / "a.backup")
    before = data_version.current()
    with elsewhere(settings, tmp_path, "next"):
        restore(tmp_path / "a.backup", is_scratch=True)
        after = data_version.current()
        assert after.number >= before.number + data_version.JUMP and after.token != before.token
        assert not any(model.objects.exists() for model in (PublicRecord, Comparison, Letter, Job))
        assert AuditEntry.objects.get(kind=AuditEntry.Kind.MAINTENANCE).subject.startswith("由备份恢复")
        # The numbers of rows that are gone stand in histories: they are not given again.
        assert Action.objects.create(slug="next", name="下一个").pk == made[-1] + 1
        assert data_version.current().number == after.number + 1  # writes are noticed again


def refused_by_command(path):
    with pytest.raises(CommandError) as caught:
        call_command("restore", str(path), "--scratch", stdout=io.StringIO())
    assert caught.value.returncode == 1
    return str(caught.value)


@pytest.mark.one_database
def test_a_byte_altered_at_200_places_is_refused_200_times_and_nothing_is_touched(backup, fresh, settings, tmp_path):
    whole, chance, altered = backup.read_bytes(), random.Random(7), tmp_path / "altered.backup"
    places = {0, len(whole) - 1, len(container.MAGIC)} | set(chance.sample(range(len(whole)), ALTERED - 3))
    for place in sorted(places):
        wrong = bytearray(whole)
        wrong[place] ^= chance.randrange(1, 256)
        altered.write_bytes(wrong)
        assert refused_by_command(altered)
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        altered.write_bytes(whole[:length])
        assert refused_by_command(altered)
    assert connection.introspection.table_names() == [] and not Path(settings.MEDIA_ROOT).exists()


def test_a_database_with_anything_in_it_is_left_as_it_is(backup, fresh):
    restore(backup, is_scratch=True)
    Action.objects.update(name="后来改的")
    assert "createdb" in refused_by_command(backup)
    assert Action.objects.get().name == "后来改的"


@pytest.mark.one_database
def test_the_database_of_another_program_is_left_as_it_is(backup, fresh):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE theirs (id integer)")
    assert "createdb" in refused_by_command(backup)


@pytest.mark.one_database
def test_tables_that_were_just_made_count_as_empty(backup, fresh):
    """Somebody ran migrate first, out of habit."""
    migrations = read_manifest(backup).about["migrations"]
    schema.make_by_models(connection, migrations, schema.state_of(connection, migrations).apps.get_models())
    restore(backup, is_scratch=True)
    assert Action.objects.get().slug == "any"


@pytest.mark.one_database
def test_another_file_under_the_name_of_one_is_not_written_over(portal_of_tests, world, rita, settings, tmp_path):
    piece = Evidence.objects.attach(rita, world.drafted(rita), SimpleUploadedFile("a.pdf", PDF))
    written(tmp_path / "a.backup")
    with elsewhere(settings, tmp_path, "taken"):
        place = Path(settings.MEDIA_ROOT, piece.file.name)
        place.parent.mkdir(parents=True)
        place.write_bytes(b"another file")
        assert piece.file.name in refused_by_command(tmp_path / "a.backup")
        assert place.read_bytes() == b"another file" and connection.introspection.table_names() == []
        place.write_bytes(PDF)  # the same: the disk with the files is still there
        restore(tmp_path / "a.backup", is_scratch=True)


@pytest.mark.one_database
def test_rows_that_are_not_read_back_as_written_are_found(backup, fresh, monkeypatch):
    load = table_data.load

    def one_is_lost(model, columns, lines, using="default"):
        lines = list(lines)
        load(model, columns, lines[:-1] if model._meta.db_table == "pairs_action" else lines, using)

    monkeypatch.setattr(table_data, "load", one_is_lost)
    assert "pairs_action" in refused_by_command(backup)
    assert connection.introspection.table_names() == []


def test_whatever_goes_wrong_while_loading_leaves_neither_rows_nor_files(
    portal_of_tests, world, rita, settings, tmp_path, monkeypatch
):
    Evidence.objects.attach(rita, world.drafted(rita), SimpleUploadedFile("a.pdf", PDF))
    written(tmp_path / "a.backup")
    with elsewhere(settings, tmp_path, "broken"):
        monkeypatch.setattr(data_version, "jump", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            restore(tmp_path / "a.backup", is_scratch=True)
        assert connection.introspection.table_names() == []
        assert [path for path in Path(settings.MEDIA_ROOT, "evidence").rglob("*") if path.is_file()] == []


def test_a_row_that_names_what_is_not_there_is_refused(portal_of_tests, world, rita, settings, tmp_path, monkeypatch):
    world.drafted(rita)
    lines_of = table_data.lines_of
    monkeypatch.setattr(
        table_data, "lines_of", lambda model: [] if model._meta.db_table == "pairs_pair" else lines_of(model)
    )
    written(tmp_path / "a.backup")
    with elsewhere(settings, tmp_path, "dangling"):
        assert refused_by_command(tmp_path / "a.backup")
        assert connection.introspection.table_names() == []


PROBLEMS = {
    "totals": lambda: Tally.objects.update(activities=77),
    "bulletins": lambda: Bulletin.objects.filter(state="published").update(snapshot_hash="0" * 64),
    "files": lambda: Evidence.objects.filter(file="").exclude(sha256="").update(file="evidence/none.pdf"),
}


@pytest.mark.one_database
def test_the_checks_find_what_does_not_hold(everything):
    assert list(integrity.problems()) == [] and integrity.CHECKS.keys() == PROBLEMS.keys()
    for name, spoil in PROBLEMS.items():
        with transaction.atomic():
            spoil()
            assert {check for check, function in integrity.CHECKS.items() if list(function())} == {name}
            transaction.set_rollback(True)


@pytest.mark.one_database
def test_a_file_with_other_bytes_than_were_uploaded_is_a_problem(everything):
    with transaction.atomic():
        Evidence.objects.exclude(file="").update(sha256="0" * 64)
        assert {check for check, function in integrity.CHECKS.items() if list(function())} == {"files"}
        transaction.set_rollback(True)


@pytest.mark.one_database
def test_a_restored_portal_with_a_problem_is_kept_and_the_command_says_so(backup, fresh, settings, monkeypatch):
    monkeypatch.setattr(integrity, "problems", lambda: [integrity.IntegrityProblem("x", "这不对。")])
    settings.SECRET_KEY = "another-" + settings.SECRET_KEY
    out = io.StringIO()
    with pytest.raises(CommandError, match="这不对") as caught:
        call_command("restore", str(backup), "--scratch", stdout=out)
    assert caught.value.returncode == 2 and Action.objects.get().slug == "any"
    assert "SECRET_KEY_FALLBACKS" in out.getvalue()


@pytest.mark.one_database
def test_a_demonstration_is_not_restored_as_a_real_portal(backup, settings, tmp_path):
    Demonstration.objects.create(pk=1, made_at="2026-01-01T00:00Z", seed=1)
    written(tmp_path / "a.backup")
    with elsewhere(settings, tmp_path, "demo"):
        assert "DEMO" in refused_by_command(tmp_path / "a.backup")
        assert connection.introspection.table_names() == []
        settings.DEMO = True
        restore(tmp_path / "a.backup", is_scratch=True)


@pytest.mark.one_database
def test_a_backup_of_a_newer_version_is_refused_with_the_remedy(backup, fresh, monkeypatch):
    disk, newest = MigrationLoader.load_disk, newest_of_core()

    def without_the_newest(self):
        disk(self)
        self.disk_migrations.pop(newest, None)

    monkeypatch.setattr(MigrationLoader, "load_disk", without_the_newest)
    assert refused_by_command(backup)
    assert connection.introspection.table_names() == []


def newest_of_core():
    return max(key for key in MigrationLoader(connection).graph.nodes if key[0] == "core")


def older_migrations():
    """Those that there were before the newest of core, and nothing that stands on it."""
    graph, newest = MigrationLoader(connection).graph, newest_of_core()
    return sorted(map(list, set(graph.nodes) - set(graph.backwards_plan(newest))))


def test_a_backup_of_the_version_before_is_brought_forward(portal_of_tests, settings, tmp_path):
    """Also made by this version before it was told to migrate."""
    before = older_migrations()
    with elsewhere(settings, tmp_path, "before"):
        state = schema.state_of(connection, before)
        with data_version.unwatched("default"):  # this version does not write in tables of another
            schema.make_by_models(connection, before, state.apps.get_models())
            state.apps.get_model("pairs.Action").objects.create(slug="old", name="旧行动")
        manifest = written(tmp_path / "old.backup")
        assert manifest.about["migrations"] == before
    with elsewhere(settings, tmp_path, "after"):
        assert restore(tmp_path / "old.backup", is_scratch=True).problems == []
        assert Action.objects.get().slug == "old"
        assert schema.applied(connection) == sorted(map(list, MigrationLoader(connection).disk_migrations))
        assert DataVersion.objects.exists() and Activity.objects.count() == 0


@pytest.mark.one_database
def test_whoever_makes_the_checksums_fit_is_found_by_the_manifest(backup, tmp_path):
    """Of a backup without a passphrase every member has its hash; only who writes all anew is believed."""
    whole = backup.read_bytes()
    with opened(backup) as members:
        names = [name for name, _member in members]
    place = whole.index(names[3].encode()) + 512 + 12  # within what the member holds
    altered = bytearray(whole[: -container.CHECKSUM])
    altered[place] ^= 1
    (tmp_path / "forged.backup").write_bytes(bytes(altered) + hashlib.sha256(altered).digest())
    with pytest.raises(BackupRefused):
        read_manifest(tmp_path / "forged.backup")
