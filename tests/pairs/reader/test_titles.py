"""Columns are found by their titles, wherever they stand and whatever stands around them."""

import pytest

from pairs.pairs.tables import PAIRS
from pairs.reader import read, read_cells
from tests.support.factories import list_files
from tests.support.factories.list_files import ROWS, TITLES, codes, pairs_of

EXPECTED = [tuple(row) for row in ROWS]


@pytest.mark.parametrize(
    "titles",
    [
        ["编号", "受援学校", "对口支援高校"],
        ["No.", "受援单位（全称）", "帮扶高校名称"],
        ["序 号", "湖北高校", "支援学校:"],
        ["序号", "四川省高校", "支援高校"],
        ["Serial", "Recipient", "Supporter"],
        ["serial_number", "recipient_name", "supporter_name"],
        ["序号", "受帮扶高校", "帮扶单位"],
        ["序号", "受援\n高校", "支援\n高校"],
        ["序号", "　受援高校", "支援高校*"],
    ],
)
def test_usual_titles_are_understood(titles):
    reading = read_cells([titles, *ROWS])
    assert reading.errors == reading.warnings == []
    assert pairs_of(reading) == EXPECTED


def test_columns_may_stand_in_any_order():
    reading = read_cells([["支援高校", "序号", "受援高校"], *([row[2], row[0], row[1]] for row in ROWS)])
    assert pairs_of(reading) == EXPECTED


def test_a_list_without_serial_numbers_has_none():
    reading = read(list_files.delimited([row[1:] for row in [TITLES, *ROWS]]))
    assert reading.errors == reading.warnings == []
    assert pairs_of(reading) == [(None, row[1], row[2]) for row in ROWS]


def test_a_list_without_serial_numbers_may_be_pasted_a_cell_a_line():
    reading = read(list_files.pasted_cells([row[1:] for row in [TITLES, *ROWS]], after=""))
    assert pairs_of(reading)[:3] == [(None, row[1], row[2]) for row in ROWS]


def test_the_columns_of_our_own_downloads_are_known():
    own = [
        "批次",
        "序号",
        "受援高校",
        "受援高校标识码",
        "受援高校省份",
        "支援高校",
        "支援高校类型",
        "支援高校现名",
        "进展",
        "来源",
    ]
    reading = read_cells(
        [own, ["2", "5", "江城第一学院", "4142019999", "湖北", "海滨大学", "省属", "海滨大学", "已公布", "x"]]
    )
    assert reading.errors == [] and ignored(reading) == "受援高校省份、支援高校类型、支援高校现名、进展、来源"
    assert pairs_of(reading) == [(5, "江城第一学院", "海滨大学")]
    assert (reading.rows[0].batch, reading.rows[0].recipient_code) == (2, "4142019999")


def ignored(reading):
    """The columns that are said not to be imported, where nothing else is said of the list."""
    (finding,) = reading.warnings
    assert finding.code == "columns_ignored"
    return finding.value


@pytest.mark.parametrize("titles", ["zh", "en", "key"])
def test_every_title_of_the_download_of_pairs_is_known(titles):
    headers = {"zh": [c.title for c in PAIRS], "en": [c.title_en for c in PAIRS], "key": [c.key for c in PAIRS]}[titles]
    row = ["江城学院" if column.key == "recipient" else "2" for column in PAIRS]
    reading = read_cells([headers, row])
    assert reading.errors == [] and len(ignored(reading)) > 80, "nearly all"
    assert [(row.batch, row.serial, row.recipient, row.supporter) for row in reading.rows] == [(2, 2, "江城学院", "2")]


def test_unknown_columns_are_named_when_they_hold_something():
    reading = read_cells([[*TITLES, "备注", "颜色"], [*ROWS[0], "", "蓝"]])
    assert [(finding.code, finding.column, finding.row) for finding in reading.warnings] == [
        ("unknown_column", "颜色", 1)
    ]
    assert pairs_of(reading) == EXPECTED[:1]


def test_a_missing_column_is_an_error_that_names_the_titles_found():
    (error,) = read_cells([["序号", "受援高校", "合作高校"], *ROWS]).errors
    assert (error.code, error.row) == ("column_missing", 1)
    assert "支援高校" in error.message and "序号、受援高校、合作高校" in error.message


def test_two_columns_for_one_side_are_refused():
    (error,) = read_cells([["序号", "受援高校", "受援学校", "支援高校"], [1, "甲学院", "乙学院", "丙大学"]]).errors
    assert error.code == "column_twice"
    assert error.value == "受援学校"


def test_titles_in_two_rows_are_read_together():
    reading = read_cells(
        [
            ["序号", "受援高校", "受援高校", "支援高校", "支援高校"],
            ["序号", "名称", "省份", "名称", "省份"],
            [1, "江城第一学院", "湖北", "海滨大学", "江苏"],
        ]
    )
    assert reading.errors == [] and ignored(reading) == "受援高校省份、支援高校省份"
    assert pairs_of(reading) == EXPECTED[:1]


def test_title_rows_blank_rows_repeated_titles_remarks_and_sums_are_left_out():
    reading = read_cells(
        [
            ["试验批次名单"],
            [],
            ["", "制表：某处"],
            TITLES,
            ROWS[0],
            [None, None, None],
            TITLES,
            ["一、本科", "一、本科", "一、本科"],
            *ROWS[1:],
            ["合计", "", "3对"],
            ["注：按拼音排列。"],
            ["某某办公室"],
        ]
    )
    assert reading.errors == reading.warnings == []
    assert pairs_of(reading) == EXPECTED
    assert [row.row for row in reading.rows] == [5, 9, 10]


def test_a_sum_that_differs_is_pointed_out():
    (warning,) = read_cells([TITLES, *ROWS, ["合计", "4对", ""]]).warnings
    assert (warning.code, warning.row, warning.value) == ("total_differs", 5, "合计 4对")


def test_pairs_above_the_titles_are_not_lost_silently():
    reading = read_cells([ROWS[0], TITLES, *ROWS[1:]])
    assert [(error.code, error.row) for error in reading.errors] == [("row_above_titles", 1)]


def test_titles_without_pairs_are_an_error():
    assert codes(read_cells([TITLES]).errors) == ["no_rows"]


@pytest.mark.parametrize("total", [["合计", "3对", ""], ["合计", "3", ""], ["总计", 3]])
def test_titles_and_sums_in_pasted_cells_are_left_out(total):
    page_two = list_files.pasted_cells([TITLES, ROWS[0], TITLES, *ROWS[1:], total])
    reading = read(page_two)
    assert reading.errors == []
    assert pairs_of(reading) == EXPECTED


def test_prose_with_commas_and_quotation_marks_does_not_confuse_a_pasted_list():
    text = '"试点",受援高校与支援高校,"名单见下\n' + list_files.pasted_cells([TITLES, *ROWS]).decode()
    assert pairs_of(read(text)) == EXPECTED
