"""The statistics as files: the numbers of the page, under the filters of the page."""

import csv
import io

import pytest

from oversight.statistics.tables import TABLES
from tests.support.factories.documented_activities import milestone

pytestmark = pytest.mark.usefixtures("season")


def json_of(client, name, query=""):
    return client.get(f"/statistics/{name}.json{query}").json()


def some(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_each_table_comes_in_each_form(client, name, form):
    response = client.get(f"/statistics/{name}.{form}")
    assert response.status_code == 200 and response.headers["X-Content-Type-Options"] == "nosniff"
    assert client.post(f"/statistics/{name}.{form}").status_code == 405


@pytest.mark.parametrize("name", TABLES)
def test_a_page_of_the_open_data_explains_each_column(client, name):
    fields = client.get(f"/en/data/statistics-{name}/").content.decode()
    for field in json_of(client, name)["fields"]:
        assert f"<code>{field['key']}</code>" in fields and field["title"] in fields


def test_totals_hold_activities_and_each_indicator_with_its_rule(client):
    rows = json_of(client, "totals")["rows"]
    assert some(rows, "counted", "unit", "value", "reports", "pairs", "of_pairs")[1:] == [
        ("posts", "个", 15, 0, 1, 2),
        ("signed", "人", 40, 40, 1, 2),
        ("lectures", "场", 2, 0, 1, 2),
    ]
    assert some(rows, "counted", "value", "reports")[0] == ("activities", 4, 1)
    assert {row["rule"] for row in rows[1:]} == {"每次计一次"}


def test_growth_is_that_of_the_page(client):
    rows = json_of(client, "growth", "?indicator=posts")["rows"]
    assert some(rows, "month", "counted", "events", "so_far") == [
        ("2020-03", "posts", 10, 10),
        ("2020-04", "posts", 0, 10),
        ("2020-05", "posts", 5, 15),
    ]


def test_parts_are_those_of_the_page(client):
    rows = json_of(client, "parts", "?indicator=lectures")["rows"]
    assert some(rows, "by", "key", "value", "pairs", "of_pairs") == [
        ("batch", "1", 2, 1, 2),
        ("mechanism", "1", None, 0, 2),
        ("mechanism", "3", 2, 1, 2),
        ("province", "32", 2, 1, 2),
        ("tier", "provincial_undergraduate", 2, 1, 2),
    ]


def test_the_grid_holds_every_pair_under_every_mechanism(client):
    rows = json_of(client, "grid")["rows"]
    assert some(rows, "pair", "mechanism", "promised", "done", "evidenced") == [
        ("1-1", 1, 0, 3, 3),
        ("1-1", 3, 0, 1, 1),
        ("1-2", 1, None, None, None),
        ("1-2", 3, None, None, None),
    ]


def test_the_clock_holds_days_and_limits(client, season):
    milestone(season.pair, "docked", on=season.batch.notice_on)
    milestone(season.other_pair, "docked", stated_as_of=season.batch.notice_on)
    rows = json_of(client, "clock")["rows"]
    assert some(rows, "step", "days", "known", "pairs")[:2] == [
        ("docking", 0, "exact", 1),
        ("docking", 0, "at_most", 1),
    ]


def test_the_flow_holds_both_provinces(client):
    assert json_of(client, "flow")["rows"] == [{"supporter_province": "32", "recipient_province": "42", "pairs": 2}]


def test_csv_has_chinese_titles(client):
    text = client.get("/statistics/flow.csv").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[0] == ["支援高校省份", "受援高校省份", "对数"]


def test_the_filters_of_the_page_are_those_of_the_file(client):
    answer = json_of(client, "totals", "?mechanism=3&since=2020-05")
    assert answer["filters"] == {"mechanism": "3", "since": "2020-05"}
    assert some(answer["rows"], "counted", "value") == [("activities", 1), ("lectures", 2)]


@pytest.mark.parametrize("query", ["?batch=9", "?since=x", "?since=2020-05&until=2020-04", "?indicator=none"])
def test_what_cannot_be_understood_is_refused(client, query):
    assert client.get(f"/statistics/growth.json{query}").status_code == 400


def test_an_unknown_table_is_nowhere(client):
    assert client.get("/statistics/scores.csv").status_code == 404
    assert client.get("/en/statistics/growth.csv").status_code == 404
