"""The examples of docs/data.md run as they stand there, on the published data."""

import csv
import io
import json
import re
from collections import Counter
from string import ascii_uppercase

import pytest
from django.conf import settings
from django.test import Client

from pairs.models import Pair
from public.changes.comparison import compare

pytestmark = pytest.mark.django_db
DOCS = settings.BASE_DIR / "docs"
PORTAL = "https://portal.example.edu.cn"


@pytest.fixture
def sheet(client, published):
    """The pairs as a spreadsheet shows them."""
    text = client.get("/pairs.csv").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_formula_of_the_spreadsheet_gives_what_is_said(sheet):
    formulas = re.findall(r"`=COUNTIFS\((\w):\1,(\w+),(\w):\3,\"(\w+)\"\)`(?:，得| gives) (\d+)", data_text())
    assert len(formulas) == 2  # in both languages
    for first, batch, second, province, number in formulas:
        columns = [ascii_uppercase.index(letter) for letter in (first, second)]
        found = [row for row in sheet if [row[column] for column in columns] == [batch, province]]
        assert len(found) == int(number)


def test_the_pivot_table_begins_as_it_is_said(sheet):
    titles, *rows = sheet
    batch, province = titles.index("批次"), titles.index("支援高校所在省份")
    counted = Counter(row[province] for row in rows if row[batch] == "2")
    table = re.findall(r"^\| (\w+) \| (\d+) \|$", data_text(), re.MULTILINE)
    assert [(name, str(number)) for name, number in counted.most_common(5)] == table


def test_the_notebook_runs_and_its_copy_follows(published, settings, monkeypatch, capsys):
    compare()
    settings.ALLOWED_HOSTS = ["portal.example.edu.cn"]
    monkeypatch.setattr("urllib.request.urlopen", ask_the_portal)
    names = {}
    for cell in json.loads((DOCS / "examples" / "pairs.ipynb").read_text())["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    printed = capsys.readouterr().out
    assert "76 pairs" in printed and "江苏 23" in printed and "80 pairs are copied; 0 changed since" in printed
    Pair.objects.filter(batch__number=2, serial=11).update(source="更正")
    compare()
    assert names["follow"]() == 1
    assert names["copy"]["2-11"]["source"] == "更正"


def ask_the_portal(address):
    assert address.startswith(PORTAL)
    answer = Client(headers={"host": PORTAL.removeprefix("https://")}).get(address.removeprefix(PORTAL), secure=True)
    assert answer.status_code == 200, address
    return io.BytesIO(answer.content)


def data_text():
    return (DOCS / "data.md").read_text()


def test_the_script_that_computes_a_bulletin_again_is_read_at_a_glance():
    assert len((DOCS / "examples" / "recompute_bulletin.py").read_text(encoding="utf-8").splitlines()) <= 60
