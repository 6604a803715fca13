"""The data page explains exactly what the downloads hold."""

import csv
import io
import json

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["pairs", "universities", "batches"])
def test_every_field_of_every_download_is_explained(client, published, name):
    page = client.get("/en/data/").content.decode()
    answer = json.loads(client.get(f"/{name}.json").content)
    titles = next(csv.reader(io.StringIO(client.get(f"/{name}.csv").content.decode("utf-8-sig"))))

    assert [field["title"] for field in answer["fields"]] == titles
    for field in answer["fields"]:
        assert f"<code>{field['key']}</code>" in page
        assert field["title"] in page
        assert field["meaning_en"], field
    assert list(answer["rows"][0]) == [field["key"] for field in answer["fields"]]


@pytest.mark.parametrize(
    "name", ["q", "batch", "province", "tier", "recipient_tier", "status", "sort", "paired", "level"]
)
def test_every_filter_is_explained(client, published, name):
    assert f"<code>{name}</code>" in client.get("/data/").content.decode()


def test_the_example_is_real(client, published):
    assert "&quot;address&quot;: &quot;1-4142010486&quot;" in client.get("/data/").content.decode()


def test_it_stands_without_any_data(client, db):
    assert client.get("/data/").status_code == 200
