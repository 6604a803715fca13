"""A workbook has a cover, contents, notes and the table, each a table of its own that begins in A1."""

import datetime
import hashlib
import io
import json

import openpyxl
import pytest
from django.utils import timezone

from opendata import Column, Day, respond

COLUMNS = [
    Column("name", "名称", "Name", "The name", width=30),
    Day("on", "日期", "Day", "The day"),
    Column("level", "层次", "Level", choices=[("adult", "成人"), ("other", "其他")]),
]
ROWS = [{"name": "武汉大学", "on": datetime.date(2020, 5, 21), "level": "adult"}, {"name": "=1+1"}]
FACTS = {
    "title_en": "List of universities",
    "filters": {"province": "42"},
    "source": "公开来源",
    "source_en": "Public sources",
    "data_version": 7,
    "address": "https://example.org/u.xlsx?province=42",
}


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(respond("xlsx", "名单", COLUMNS, ROWS, **FACTS).content))


def rows_of(sheet):
    return list(sheet.iter_rows(values_only=True))


def cover_of(book):
    return {row[0]: row for row in rows_of(book["封面 Cover"])}


def test_the_table_comes_last_and_is_the_one_that_opens(book):
    assert book.sheetnames == ["封面 Cover", "目录 Contents", "说明 Notes", "名单"]
    assert book.active.title == "名单"
    assert rows_of(book.active)[0] == ("名称", "日期", "层次")
    assert book.active.auto_filter.ref == "A1:C3"


def test_the_cover_says_what_it_is_in_both_languages(book):
    cover = cover_of(book)
    assert cover["标题"] == ("标题", "名单", "Title", "List of universities")
    assert cover["来源"][1::2] == ("公开来源", "Public sources")
    assert cover["筛选条件"][1] == "province=42"
    assert (cover["行数"][1], cover["数据版本"][1]) == (2, 7)
    assert cover["如何引用"][1].startswith("高校结对帮扶：名单，截至20")
    assert cover["如何引用"][3].endswith(", data version 7, https://example.org/u.xlsx?province=42")
    assert cover["截至"][1].date() == timezone.localdate()


def test_its_checksum_is_that_of_the_csv_file_and_of_json(book):
    csv = respond("csv", "名单", COLUMNS, ROWS, **FACTS).content
    answer = json.loads(respond("json", "名单", COLUMNS, ROWS, **FACTS).content)
    stated = cover_of(book)["相同数据 CSV 文件的 SHA-256"][1]
    assert stated == answer["sha256"] == hashlib.sha256(csv).hexdigest()
    assert answer["citation"] and answer["data_version"] == 7


def test_the_contents_lead_to_every_sheet(book):
    lines = list(book["目录 Contents"].iter_rows(min_row=2))
    assert [line[0].value for line in lines] == book.sheetnames
    assert lines[-1][0].hyperlink.location == "'名单'!A1"
    assert [cell.value for cell in lines[-1][1:]] == ["名单", "List of universities"]


def test_the_notes_explain_columns_and_symbols(book):
    notes = {row[0]: row for row in rows_of(book["说明 Notes"])}
    assert notes["层次"] == ("层次", None, "成人\n其他", "level", "Level", None, "成人\n其他")
    assert notes["名称"][5] == "The name"
    assert notes["（空白）"][1] == "未报送、尚不掌握或不适用。"
    assert notes["0"][5] == "Zero: reported, and none."


def test_every_sheet_is_one_table_for_those_who_hear_it(book):
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert not sheet.merged_cells.ranges
        assert all(sheet.cell(1, column + 1).font.bold for column in range(sheet.max_column))
        assert all(sheet.column_dimensions[letter].width >= 16 for letter in "AB")
    assert book["名单"]["B2"].is_date


def test_no_cell_is_a_formula_whatever_it_begins_with():
    columns = [Column("name", "=1+1", "=1+1", "=1+1")]
    facts = FACTS | {"source": "=1+1", "filters": {"=1+1": ""}}
    book = openpyxl.load_workbook(io.BytesIO(respond("xlsx", "=1+1", columns, ROWS, **facts).content))
    assert [cell.value for cell in book.active["A"]] == ["=1+1", "武汉大学", "=1+1"]
    assert "f" not in {cell.data_type for sheet in book for row in sheet for cell in row}


def test_without_a_version_nothing_is_cited():
    answer = json.loads(respond("json", "名单", COLUMNS, ROWS).content)
    assert "citation" not in answer and answer["sha256"]
