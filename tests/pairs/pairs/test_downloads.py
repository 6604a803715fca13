"""The twins of the lists: exactly what the page shows, all pages of it, in every form."""

import csv
import hashlib
import io
import json

import openpyxl
import pytest

from core import data_version
from pairs.lists.plan import make_plan
from pairs.models import Batch, University
from pairs.reader import read
from tests.support.casts.public import listed

pytestmark = pytest.mark.django_db


def rows_of_csv(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def rows_of_xlsx(response):
    titles, *rows = openpyxl.load_workbook(io.BytesIO(response.content)).active.values
    return [dict(zip(titles, row, strict=True)) for row in rows]


def addresses_of_pages(client, query):
    found, number = [], 1
    while True:
        response = client.get(f"/pairs/?{query}&page={number}")
        found += [pair.address for pair in listed(response)]
        if not response.context["listing"].page.has_next():
            return found
        number += 1


@pytest.mark.parametrize(
    "query", ["", "batch=2", "batch=2&province=32&sort=-serial", "q=wuhan", "batch=1&status=docked"]
)
def test_a_download_holds_what_the_page_shows_in_the_same_order(client, published, query):
    shown = addresses_of_pages(client, query)

    answer = json.loads(client.get(f"/pairs.json?{query}").content)
    assert [row["address"] for row in answer["rows"]] == shown
    assert answer["count"] == len(shown)
    assert [row["结对编号"] for row in rows_of_csv(client.get(f"/pairs.csv?{query}"))] == shown
    assert [row["结对编号"] for row in rows_of_xlsx(client.get(f"/pairs.xlsx?{query}"))] == shown


def test_a_download_takes_no_notice_of_the_page(client, published):
    assert json.loads(client.get("/pairs.json?page=3").content)["count"] == 80


def test_json_says_which_filters_are_on_and_what_may_be_done_with_it(client, published):
    answer = json.loads(client.get("/pairs.json?batch=2&province=32").content)

    assert answer["filters"] == {"batch": "2", "province": "32"}
    assert answer["rights"]
    assert answer["source"]
    assert {"key", "title", "title_en", "meaning", "meaning_en"} <= set(answer["fields"][0])


def test_json_and_excel_say_as_of_which_version_and_how_to_cite_them(client, published):
    version = data_version.current().number
    answer = json.loads(client.get("/pairs.json?batch=2").content)
    csv_file = client.get("/pairs.csv?batch=2").content
    book = openpyxl.load_workbook(io.BytesIO(client.get("/pairs.xlsx?batch=2").content))
    cover = {row[2]: row[3] for row in book.worksheets[0].values}

    assert answer["data_version"] == cover["Data version"] == version
    assert answer["sha256"] == hashlib.sha256(csv_file).hexdigest()
    assert cover["SHA-256 of the same rows as CSV"] == answer["sha256"]
    assert answer["address"] == "http://testserver/pairs.json?batch=2"
    assert cover["How to cite"].startswith("University Pairing Portal: List of pairs, as of ")
    assert cover["How to cite"].endswith(f", data version {version}, http://testserver/pairs.xlsx?batch=2")
    assert answer["citation"].startswith("高校结对帮扶：结对名单，截至") and answer["source_en"].startswith("Notices")


def test_an_exported_list_is_imported_again_without_a_change(client, published):
    data = client.get("/pairs.xlsx?batch=2").content
    made = make_plan(Batch.objects.get(number=2), read(data))
    assert (len(made.unchanged), made.errors, made.changes_anything) == (76, [], False)


def test_the_download_links_of_a_page_carry_its_filters(client, published):
    page = client.get("/pairs/?batch=2&province=32&page=1").content.decode()

    assert 'href="/pairs.csv?batch=2&amp;province=32"' in page


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("query", ["batch=99", "province=Beijing", "sort=name"])
def test_a_wrong_filter_is_refused_and_never_ignored(client, published, form, query):
    response = client.get(f"/pairs.{form}?{query}")

    assert response.status_code == 400
    assert query.partition("=")[0] in response.content.decode()


def test_a_page_with_a_wrong_filter_offers_the_download_of_what_it_shows(client, published):
    page = client.get("/pairs/?batch=99&province=32").content.decode()

    assert 'href="/pairs.csv?province=32"' in page


def test_there_are_no_other_forms(client, published):
    assert client.get("/pairs.xml").status_code == 404
    assert client.post("/pairs.csv").status_code == 405


def test_data_have_no_language(client, published):
    chinese = client.get("/universities.csv", headers={"Accept-Language": "zh-CN"})

    assert chinese.content == client.get("/universities.csv", headers={"Accept-Language": "en"}).content


def test_universities_come_with_names_and_pairs(client, published):
    answer = json.loads(client.get("/universities.json?q=武汉职业技术学院").content)

    row = answer["rows"][0]
    assert row["name"] == "武汉职业技术大学"
    assert "武汉职业技术学院" in row["other_names"]
    assert row["as_recipient"] == "2-32"
    assert row["code"] == "4142010834"


def test_universities_are_filtered_as_on_the_page(client, published):
    listed = client.get("/universities/?province=42&paired=no").context["listing"].page.paginator.count

    assert len(rows_of_csv(client.get("/universities.csv?province=42&paired=no"))) == listed > 0


def test_batches_say_what_is_declared_and_what_is_known(client, published):
    first, second = rows_of_csv(client.get("/batches.csv"))

    assert (first["通知所列对数"], first["已知对数"]) == ("48", "4")
    assert (second["通知日期"], second["报道日期"]) == ("", "2020-05-21")


def test_no_name_becomes_a_formula(client, published):
    University.objects.create(code="4142099999", name="=cmd|' /C calc'!A0", province="42")

    (row,) = rows_of_csv(client.get("/universities.csv?q=calc"))
    assert row["学校名称"] == "'=cmd|' /C calc'!A0"
    cell = openpyxl.load_workbook(io.BytesIO(client.get("/universities.xlsx?q=calc").content)).active["B2"]
    assert cell.data_type == "s"


@pytest.mark.parametrize("address", ["/pairs.json", "/universities.json", "/batches.json"])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, address, django_assert_max_num_queries):
    from tests.support.casts.public import a_batch, some_pairs

    some_pairs(a_batch(1), 20)
    # the version of the data, the batches for the filter, the rows, their milestones; for universities also names, and
    # pairs of each side
    with django_assert_max_num_queries(8):
        client.get(address)
