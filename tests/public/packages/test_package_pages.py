"""Where the package is found: on the page of the data, as a file with its checksum, and in catalogues."""

import hashlib
import json
import re

import pytest

pytestmark = pytest.mark.django_db

# What DCAT-AP asks of each class, by its shapes: https://semiceu.github.io/DCAT-AP/releases/3.0.0/; a catalogue has
# datasets as well.
MANDATORY = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"},
    "dcat:Dataset": {"dct:title", "dct:description"},
    "dcat:Distribution": {"dcat:accessURL"},
    "foaf:Agent": {"foaf:name"},
    "spdx:Checksum": {"spdx:algorithm", "spdx:checksumValue"},
}


def things(value):
    """Everything of a type within a document, however deep."""
    if isinstance(value, list):
        for one in value:
            yield from things(one)
    elif isinstance(value, dict):
        if "@type" in value and "@value" not in value:
            yield value
        for one in value.values():
            yield from things(one)


def test_the_file_is_what_its_checksum_says(client, built):
    answer = client.get("/data/package.zip")
    told = client.get("/data/package.json").json()
    assert answer["Content-Type"] == "application/zip" and "package.zip" in answer["Content-Disposition"]
    assert hashlib.sha256(answer.content).hexdigest() == told["sha256"] == built.sha256
    assert (told["bytes"], told["data_version"]) == (len(answer.content), built.data_version)
    assert client.get("/data/package.zip.sha256").content.decode() == f"{built.sha256}  package.zip\n"
    assert told["citation"].endswith(f"数据版本 {built.data_version}，http://testserver/data/package.zip")


def test_a_large_package_is_read_from_its_file(client, built, monkeypatch):
    monkeypatch.setattr("public.packages.views.KEPT_IN_MEMORY", 10)
    answer = client.get("/data/package.zip")
    assert answer.streaming and b"".join(answer.streaming_content) == built.file.read()


@pytest.mark.parametrize("name", ["package.zip", "package.json", "package.zip.sha256"])
def test_a_part_of_the_package_cannot_be_asked_for(client, built, name):
    answer = client.get(f"/data/{name}?batch=1")
    assert answer.status_code == 400 and "batch" in answer.content.decode()


@pytest.mark.parametrize("name", ["package.zip", "package.json", "package.zip.sha256"])
def test_before_the_first_is_built_each_address_says_so(client, published, name):
    assert "尚未生成" in client.get(f"/data/{name}").content.decode()
    assert client.get(f"/data/{name}").status_code == 404


def test_the_page_of_the_data_shows_it_first(client, built):
    page = client.get("/en/data/").content.decode()
    assert page.index('href="/data/package.zip"') < page.index('href="/pairs.csv"')
    assert built.sha256 in page and f"data version {built.data_version}" in page
    assert "being built" not in page


def test_the_page_says_when_there_is_none_yet(client, published):
    assert "being built" in client.get("/en/data/").content.decode()


@pytest.mark.parametrize(
    ("path", "name"), [("/data/", "本站全部开放数据"), ("/en/data/", "All open data of this portal")]
)
def test_search_engines_read_it_as_a_dataset(client, built, path, name):
    page = client.get(path).content.decode()
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert (told["@type"], told["name"], told["version"]) == ("Dataset", name, str(built.data_version))
    assert told["distribution"][0]["sha256"] == built.sha256
    assert 50 <= len(told["description"]) <= 5000  # as search engines ask
    assert told["license"].endswith("#rights") and 'id="rights"' in page
    assert {part["url"].partition("#")[2] for part in told["hasPart"]} <= set(re.findall(r'id="([^"]+)"', page))


def test_the_catalogue_has_all_that_is_mandatory(client, built):
    answer = client.get("/data/catalog.jsonld")
    found = list(things(answer.json()))
    assert answer["Content-Type"] == "application/ld+json"
    assert {thing["@type"] for thing in found} == set(MANDATORY)
    missing = {(one["@type"], name) for one in found for name in MANDATORY[one["@type"]] if not one.get(name)}
    assert missing == set()
    sizes = [one["dcat:byteSize"] for one in found if "dcat:byteSize" in one]
    assert sizes == [{"@type": "xsd:nonNegativeInteger", "@value": str(built.size)}]


def test_the_catalogue_names_only_addresses_that_answer(client, built):
    files = [
        one["dcat:downloadURL"]["@id"]
        for one in things(client.get("/data/catalog.jsonld").json())
        if "dcat:downloadURL" in one
    ]
    assert "http://testserver/data/package.zip" in files and "http://testserver/pairs.csv" in files
    assert [path for path in files if path.endswith(".json") and client.get(path).status_code != 200] == []
