"""The data page explains exactly what the downloads hold."""

import csv
import html
import io
import json
import re

import pytest

from public.open_data import datasets

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["pairs", "universities", "batches"])
def test_every_field_of_every_download_is_explained(client, published, name):
    page = client.get(f"/en/data/{name}/").content.decode()
    answer = json.loads(client.get(f"/{name}.json").content)
    titles = next(csv.reader(io.StringIO(client.get(f"/{name}.csv").content.decode("utf-8-sig"))))

    assert [field["title"] for field in answer["fields"]] == titles
    for field in answer["fields"]:
        assert f"<code>{field['key']}</code>" in page
        assert field["title"] in page
        assert field["meaning_en"], field
    assert list(answer["rows"][0]) == [field["key"] for field in answer["fields"]]


@pytest.mark.parametrize(
    ("table", "names"),
    {
        "pairs": ["q", "batch", "province", "tier", "recipient_tier", "status", "sort"],
        "universities": ["q", "paired", "level"],
    }.items(),
)
def test_every_filter_is_explained(client, published, table, names):
    page = client.get(f"/data/{table}/").content.decode()
    assert [name for name in names if f"<code>{name}</code>" not in page] == []


def test_the_page_of_all_leads_to_each_table_and_an_unknown_one_is_not_there(client, published):
    page = client.get("/data/").content.decode()
    for table in datasets():
        assert f'href="/data/{table.name}/"' in page and client.get(f"/data/{table.name}/").status_code == 200
    assert client.get("/data/nothing/").status_code == 404


def test_the_example_is_real(client, published):
    assert "&quot;address&quot;: &quot;1-4142010486&quot;" in client.get("/data/").content.decode()


def test_the_addresses_that_it_gives_as_examples_are_of_data_that_is_there(client, published):
    page = client.get("/en/data/").content.decode()
    given = [html.unescape(address) for address in re.findall(r"<code>(/[a-z/]+[.][a-z]+\?[^<]*)</code>", page)]
    assert len(given) == 5 and given[0] == "/pairs.csv?batch=1"
    answers = [client.get(address) for address in given]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert all(json.loads(answers[place].content)["rows"] for place in (1, 3))


def test_it_stands_without_any_data(client, db):
    assert client.get("/data/").status_code == 200
