"""Every list goes through PairResource: uploaded, pasted, imported by the command, or given as a Dataset."""

import io

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from pairs import fixtures_loader
from pairs.lists.resources import PairResource
from pairs.models import Batch, ListImport, Pair
from tests.conftest import a_client, a_person
from tests.support.factories.lists import CHOU, JIA, YI, ZI, pairs

LIST = f"序号,受援高校,支援高校\n1,{JIA},{ZI}\n2,{YI},{CHOU}\n"


@pytest.fixture
def passed(monkeypatch):
    """Each time that a list passes, whether it was only compared."""
    through, import_data = [], PairResource.import_data

    def counted(self, dataset, dry_run=False, *arguments, **options):
        through.append(dry_run)
        return import_data(self, dataset, dry_run, *arguments, **options)

    monkeypatch.setattr(PairResource, "import_data", counted)
    return through


@pytest.fixture
def client(db):
    return a_client(a_person("ed", "editor"))


@pytest.mark.parametrize("sent", [{"text": LIST}, {"file": LIST}], ids=["paste box", "upload"])
def test_a_list_on_the_admins_pages_passes_compared_and_once_to_be_written(client, batch, schools, passed, sent):
    file = {name: SimpleUploadedFile("a.csv", text.encode()) for name, text in sent.items() if name == "file"}
    preview = client.post(f"/en/admin/pairs/batch/{batch.pk}/list/", sent | file).url
    assert passed == [True]
    client.get(preview)
    assert passed == [True, True]
    client.post(preview, {"confirm": "1", "reason": "名单", "seen": ListImport.objects.get().fingerprint})
    assert passed.count(False) == 1
    assert len(pairs(batch)) == 2


def test_the_commands_list_passes_once_compared_or_written(batch, schools, passed, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(LIST)
    call_command("import_list", str(path), batch=batch.number, dry_run=True, stdout=io.StringIO())
    assert passed == [True]
    call_command("import_list", str(path), batch=batch.number, stdout=io.StringIO())
    assert passed == [True, False]
    assert len(pairs(batch)) == 2


def test_nothing_is_written_where_nothing_passes(client, batch, schools, monkeypatch, tmp_path):
    def closed(*arguments, **options):
        raise RuntimeError("closed")

    monkeypatch.setattr(PairResource, "import_data", closed)
    (tmp_path / "a.csv").write_text(LIST)
    with pytest.raises(RuntimeError, match="closed"):
        client.post(f"/en/admin/pairs/batch/{batch.pk}/list/", {"text": LIST})
    with pytest.raises(RuntimeError, match="closed"):
        call_command("import_list", str(tmp_path / "a.csv"), batch=batch.number)
    assert not ListImport.objects.exists() and not Pair.objects.exists()


def test_the_published_list_of_the_second_batch_is_new_once_and_then_unchanged(db):
    list(fixtures_loader.load(with_pairs=False))
    batch, text = Batch.objects.get(number=2), (fixtures_loader.FIXTURES / "batch_2_pairs.csv").read_text()
    for kind in ("new", "skip"):
        result = PairResource().import_data(tablib.Dataset().load(text, format="csv"), batch=batch)
        assert not result.has_errors() and not result.has_validation_errors()
        assert result.totals[kind] == len(result.rows) == 76
    assert Pair.objects.count() == Pair.history.count() == 76
