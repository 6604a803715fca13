"""What the public knew of the first action before others could be run stands at the same addresses, row for row.

`before/addresses.txt` has every address that could be reached then by links and site maps, `before/files.json` the
columns of every file with a digest of each. What is different is named here, and wanted.
"""

import csv
import hashlib
import io
import json
import os
from pathlib import Path

import pytest

from tests.support.assertions.walks import undrawn

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("published")]

BEFORE = Path(__file__).parent / "before"
ADDRESSES = BEFORE.joinpath("addresses.txt").read_text(encoding="utf-8").split("\n")[:-1]
FILES = json.loads(BEFORE.joinpath("files.json").read_text(encoding="utf-8"))
EACH = 1 if os.environ.get("SOAK") else 6
# Mechanisms belong to an action now, and the statistics have a page each.
LEADS_ON = {"/mechanisms/": "/actions/hubei-2020/mechanisms/", "/statistics/?page=": "/statistics/commitments/?page="}
# The schools outside the lists that have another name since, under which they stand now: the former one is kept beside.
RENAMED = {
    "4142010955": "黄冈职业技术学院",
    "4142012354": "襄阳职业技术学院",
    "4142012979": "湖北三峡职业技术学院",
    "4142013235": "武汉科技大学城市学院",
    "4142013797": "鄂东职业技术学院",
    "4242050046": "武汉市广播电视大学",
    "4242051305": "湖北广播电视大学",
}
NAMES = ("name", "name_en", "other_names")
REWORDED = {"CVs submitted": "Résumés submitted"}  # an indicator in English, called as its bulletin calls it
TODAYS = {"/practices": "published_on", "/statistics/totals": "as_of"}  # of loading, or of asking


@pytest.mark.parametrize(("language", "start"), [("", 0), ("/en", EACH // 2)])
def test_every_address_of_before_answers_or_leads_to_where_it_stands_now(client, language, start):
    with undrawn():
        found = {address: answer(client, language, address) for address in ADDRESSES[start::EACH]}
    assert {address: told for address, told in found.items() if told != wanted(language, address)} == {}


def answer(client, language, address):
    """The status of an address, where it leads on for good, and the status there."""
    first = client.get(language + address)
    on = first["Location"] if first.status_code == 301 else None
    return first.status_code, on, client.get(on).status_code if on else None


def wanted(language, address):
    for old, new in LEADS_ON.items():
        if address.startswith(old):
            return 301, language + address.replace(old, new), 200
    return 404 if language and is_file(address) else 200, None, None


def is_file(address):
    """Files have both languages, but for Word files, which are texts."""
    return not address.endswith(("/", ".docx")) and "/?" not in address


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_before_has_its_columns_in_their_places_with_the_same_rows(client, name):
    before = FILES[name]
    titles = next(csv.reader(io.StringIO(client.get(f"{name}.csv").content.decode("utf-8-sig"))))
    assert titles[: len(before["titles"])] == before["titles"]
    rows = json.loads(client.get(f"{name}.json").content)["rows"]
    assert len(rows) == before["rows"]
    kept = {key: found for key, found in before["columns"].items() if key != TODAYS.get(name)}
    if name == "/statistics/totals":
        rows = [row | {"name_en": REWORDED.get(row["name_en"], row["name_en"])} for row in rows]
    assert {key: digest(key, rows) for key in kept} == kept


def test_schools_that_stand_under_another_name_since_are_found_by_the_former_one(client):
    rows = {row["code"]: row for row in json.loads(client.get("/universities.json").content)["rows"]}
    for code, former in RENAMED.items():
        assert rows[code]["name"] != former and former in rows[code]["other_names"].split("；")


def digest(key, rows):
    """What stands in one column, from top to bottom; the names of those that were renamed aside."""
    values = [row[key] for row in rows if key not in NAMES or row.get("code") not in RENAMED]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()[:16]
