"""The list as files: the same rows as on the page, with the figures in columns of their own."""

import csv
import io

import pytest
from openpyxl import load_workbook

from activities.activities import workflow
from activities.models import Indicator
from tests.support.factories.activities import day


@pytest.fixture
def told(world, rita, sam):
    world.confirmed(rita, sam, title="=招聘一", measures={"posts": 10, "signed": 0}, starts_at="09:05", place="线上")
    workflow.cancel(world.planned(sam, title="招聘二", kind=world.lecture), sam, "天气")


def json_of(client, query=""):
    return client.get(f"/activities.json{query}").json()


def test_json_holds_figures_by_indicator(client, told):
    cancelled, held = json_of(client)["rows"]
    assert (held["count_posts"], held["count_signed"], held["count_lectures"]) == (10, 0, None)
    assert (held["pair"], held["mechanism"], held["kind"]) == ("1-1", 1, "fair")
    assert (held["starts_at"], held["place"], held["state"]) == ("09:05", "线上", "held")
    assert (held["side"], held["confirmed"], held["reason"]) == ("recipient", "both", "")
    assert (cancelled["state"], cancelled["reason"], cancelled["confirmed"]) == ("cancelled", "天气", None)
    assert held["starts_on"] == held["ends_on"] == day(-1).isoformat()
    assert (held["counted_since"], cancelled["counted_since"]) == (day(0).isoformat(), None)


def test_json_says_what_each_field_means_in_both_languages(client, told):
    fields = {field["key"]: field for field in json_of(client)["fields"]}
    posts = fields["count_posts"]
    assert (posts["title"], posts["title_en"]) == ("指标posts（个）", "posts (posts)")
    assert (posts["meaning"], posts["meaning_en"]) == ("每次计一次", "Each counts once")
    assert fields["kind"]["values"]["fair"] == "类别fair" and fields["kind"]["values_en"]["fair"] == "fair"


def test_the_filters_of_the_page_are_those_of_the_file(client, told):
    answer = json_of(client, "?state=held&mechanism=1")
    assert (answer["count"], answer["filters"]) == (1, {"mechanism": "1", "state": "held"})


def test_csv_and_excel_hold_the_same_rows(client, told):
    text = client.get("/activities.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["标题"] for row in rows] == ["招聘二", "'=招聘一"]
    assert (rows[1]["指标posts（个）"], rows[1]["类别"]) == ("10", "类别fair")
    sheet = load_workbook(io.BytesIO(client.get("/activities.xlsx").content)).active
    assert [cell.value for cell in sheet["H"]] == ["标题", "招聘二", "=招聘一"]


def test_an_indicator_may_be_called_as_a_column(client, told):
    Indicator.objects.create(code="title", name="标题数", name_en="titles", unit="个", unit_en="titles", rule="x")
    assert json_of(client)["rows"][1]["title"] == "=招聘一"


def test_no_person_is_in_any_file(client, told, rita, sam):
    for form in ("csv", "json"):
        said = client.get(f"/activities.{form}").content.decode()
        assert rita.email not in said and sam.email not in said and "logged_by" not in said


def test_files_are_only_read(client, told):
    assert client.post("/activities.csv").status_code == 405
    assert client.get("/activities.pdf").status_code == 404
