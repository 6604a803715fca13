"""The same rows as CSV, XLSX and JSON, each readable by the programs people have."""

import csv
import datetime
import io
import json

import openpyxl
import pytest

from opendata import Column, refuse, respond, unescape, unknown_names

COLUMNS = [
    Column("serial", "序号", "Serial number", "The number"),
    Column("name", "名称", "Name", width=30),
    Column("on", "日期", "Day"),
]
HOSTILE = ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "'=1", "武\x00汉", "emoji 😀", 'a,b"c\nd']


def rows(*names):
    return [{"serial": number, "name": name, "on": datetime.date(2020, 5, 21)} for number, name in enumerate(names, 1)]


def read_csv(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def sheet(response):
    return openpyxl.load_workbook(io.BytesIO(response.content)).active


def test_csv_opens_in_excel():
    response = respond("csv", "名单", COLUMNS, rows("武汉大学"))

    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.decode("utf-8-sig") == "序号,名称,日期\r\n1,武汉大学,2020-05-21\r\n"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_file_is_named_in_chinese_with_the_day():
    name = respond("csv", "名单", COLUMNS, rows("武汉大学"))["Content-Disposition"]

    assert name.startswith("attachment; filename*=utf-8''%E5%90%8D%E5%8D%95-2")
    assert name.endswith(".csv")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_csv_is_a_formula(text):
    cell = read_csv(respond("csv", "名单", COLUMNS, rows(text)))[1][1]

    assert cell[:1] not in "=+-@\t\r"
    assert unescape(cell) == text.replace("\x00", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_heading_is_a_formula(text):
    named = [Column("n", text, "Named by an editor")]
    heading = read_csv(respond("csv", "名单", named, []))[0][0]
    assert heading[:1] not in "=+-@\t\r"
    assert unescape(heading) == text.replace("\x00", "")
    cell = sheet(respond("xlsx", "名单", named, []))["A1"]
    assert (cell.data_type, cell.value) == ("s", text.replace("\x00", ""))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_xlsx_is_a_formula(text):
    cell = sheet(respond("xlsx", "名单", COLUMNS, rows(text)))["B2"]

    assert (cell.data_type, cell.value) == ("s", text.replace("\x00", ""))


def test_numbers_and_days_stay_what_they_are_in_xlsx():
    page = sheet(respond("xlsx", "名单", COLUMNS, rows("武汉大学")))

    assert (page["A2"].data_type, page["A2"].value) == ("n", 1)
    assert page["C2"].is_date
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["B"].width == 30


def test_a_cell_too_long_for_xlsx_is_cut_visibly_and_whole_elsewhere():
    long = "学" * 40_000

    cell = sheet(respond("xlsx", "名单", COLUMNS, rows(long)))["B2"].value
    assert len(cell) == 32767
    assert cell.endswith("…")
    assert read_csv(respond("csv", "名单", COLUMNS, rows(long)))[1][1] == long


def test_a_title_that_excel_forbids_still_names_a_sheet():
    assert sheet(respond("xlsx", "[a]/b:*?" + "长" * 40, COLUMNS, [])).title == "a b " + "长" * 27


def test_json_says_what_it_holds():
    answer = json.loads(respond("json", "名单", COLUMNS, rows("=1", "武\x00汉"), source="https://example.org/").content)

    assert answer["title"] == "名单"
    assert answer["source"] == "https://example.org/"
    assert answer["count"] == 2
    assert answer["generated"]
    assert answer["fields"][0] == {
        "key": "serial",
        "title": "序号",
        "title_en": "Serial number",
        "meaning": "The number",
        "meaning_en": "The number",
    }
    assert answer["rows"][0] == {"serial": 1, "name": "=1", "on": "2020-05-21"}
    assert answer["rows"][1]["name"] == "武汉"


def test_json_is_shown_and_not_saved_and_keeps_chinese_readable():
    response = respond("json", "名单", COLUMNS, rows("武汉大学"))

    assert response["Content-Disposition"].startswith("inline")
    assert "武汉大学" in response.content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_table_without_rows_is_still_a_table(form):
    assert respond(form, "名单", COLUMNS, []).status_code == 200


def test_rows_may_lack_a_value():
    assert read_csv(respond("csv", "名单", COLUMNS, [{"serial": None}]))[1] == ["", "", ""]


def test_a_choice_is_a_label_in_a_spreadsheet_and_a_value_in_json():
    columns = [Column("level", "层次", "Level", choices=[("adult", "成人")])]

    assert read_csv(respond("csv", "名单", columns, [{"level": "adult"}]))[1] == ["成人"]
    answer = json.loads(respond("json", "名单", columns, [{"level": "adult"}]).content)
    assert answer["rows"] == [{"level": "adult"}]
    assert answer["fields"][0]["values"] == {"adult": "成人"}


def test_a_refusal_says_where_and_what_in_the_form_asked_for():
    def find_problems():
        return unknown_names({"day": "1"}, ["batch"])

    refused = refuse("csv", find_problems)
    chinese, english = refused.content.decode().splitlines()
    assert refused.status_code == 400 and english == "day: This is no parameter of this file. It knows: batch."
    assert chinese == "day: 该文件没有这个参数。可用的参数：batch。"
    (error,) = json.loads(refuse("json", find_problems).content)["errors"]
    assert error["value"] == "1" and [error["message"], error["message_en"]] == [chinese[5:], english[5:]]
