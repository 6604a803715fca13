"""The package holds the public data and nothing else, and says truly what it holds."""

import csv
import hashlib
import json
import zipfile

import frictionless
import pytest

from core import data_version
from opendata import data_package
from pairs.models import Pair
from public.open_data import datasets
from public.packages import building

pytestmark = pytest.mark.django_db


@pytest.fixture
def unpacked(built, tmp_path):
    with zipfile.ZipFile(built.file) as package:
        package.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def rows_of(folder, name):
    with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.one_database
def test_frictionless_accepts_it(unpacked):
    report = frictionless.validate(str(unpacked / "datapackage.json"))
    assert report.flatten(["taskNumber", "rowNumber", "fieldName", "type", "note"]) == []
    assert report.stats["tasks"] == len([one for one in datasets() if one.key])


def test_every_public_row_is_in_it(unpacked, client):
    for name in ("pairs", "universities", "batches", "actions"):
        answer = json.loads(client.get(f"/{name}.json").content)
        assert len(rows_of(unpacked, name)) == answer["count"] > 0
    assert rows_of(unpacked, "pairs")[0]["address"] == "1-4142010486"


@pytest.mark.one_database
def test_its_checksums_and_sizes_are_those_of_its_files(built, unpacked):
    told = json.loads((unpacked / "datapackage.json").read_text(encoding="utf-8"))
    for resource in told["resources"]:
        content = (unpacked / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
        assert not content.startswith(b"\xef\xbb\xbf")
    assert told["version"] == str(built.data_version)


@pytest.mark.one_database
def test_its_schema_says_what_the_columns_say(unpacked):
    told = json.loads((unpacked / "datapackage.json").read_text(encoding="utf-8"))
    pairs = next(resource for resource in told["resources"] if resource["name"] == "pairs")["schema"]
    fields = {field["name"]: field for field in pairs["fields"]}
    assert pairs["primaryKey"] == ["address"] and fields["address"]["constraints"] == {"required": True}
    assert {"fields": ["batch"], "reference": {"resource": "batches", "fields": ["number"]}} in pairs["foreignKeys"]
    assert (fields["starts"]["type"], fields["serial"]["type"], fields["source"]["type"]) == (
        "date",
        "integer",
        "string",
    )
    assert fields["status"]["labels"]["signed"] == "已签署协议" and "signed" in fields["status"]["constraints"]["enum"]
    assert fields["starts"]["description"] != fields["starts"]["description_en"]


@pytest.mark.one_database
def test_its_readme_is_in_both_languages(unpacked, built):
    text = (unpacked / "README.md").read_text(encoding="utf-8")
    assert "# 本站全部开放数据" in text and "# All open data of this portal" in text
    assert f"**数据版本** {built.data_version}" in text and "`data/pairs.csv` **Pairs** (80 rows)" in text


def test_the_same_data_make_the_same_files(built, unpacked):
    again = building.build()
    hashes = [[one["hash"] for one in package.descriptor["resources"]] for package in (built, again)]
    assert hashes[0] == hashes[1]


def test_it_is_read_in_parts_and_none_is_lost_between_them(built, monkeypatch):
    monkeypatch.setattr(data_package, "PIECE", 7)
    again = building.build()
    told = [[(one["hash"], one["rowcount"]) for one in package.descriptor["resources"]] for package in (built, again)]
    assert told[0] == told[1]
    assert max(len(part) for part in data_package.parts(Pair.objects.published())) == 7


@pytest.mark.one_database
def test_no_cell_is_a_formula(published):
    Pair.objects.filter(pk=Pair.objects.published().first().pk).update(recipient_name="=1+1")
    with zipfile.ZipFile(building.build().file) as package:
        assert "'=1+1" in package.read("data/pairs.csv").decode()


def test_the_version_is_that_of_the_snapshot(published):
    before = data_version.current().number
    package = building.build()
    assert package.data_version == before
    assert package.covers == data_version.current().number == before + 1
    content = package.file.read()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (package.size, package.sha256)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("address", "homepage"), [("", None), ("https://bang.example.cn", "https://bang.example.cn/data/")]
)
def test_it_is_cited_by_a_whole_address_or_by_none(published, settings, tmp_path, address, homepage):
    settings.SITE = settings.SITE | {"address": address}
    with zipfile.ZipFile(building.build().file) as package:
        told, readme = json.loads(package.read("datapackage.json")), package.read("README.md").decode()
    assert told.get("homepage") == homepage
    for citation in (told["citation"], told["citation_en"]):
        assert citation in readme
        assert citation.endswith(f"{address}/data/package.zip") if address else citation.endswith(told["version"])
