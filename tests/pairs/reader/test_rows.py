"""What is wrong with a row is said with its number, column and value, all at once."""

import pytest

from pairs.reader import read, read_cells
from tests.support.factories import list_files
from tests.support.factories.list_files import ROWS, TITLES, codes, pairs_of


def test_a_number_that_excel_made_of_a_date_is_told_as_that_day():
    reading = read_cells([TITLES, [46082, "江城第一学院", "海滨大学"], [30000, "江城第二学院", "山城大学"]])
    assert codes(reading.errors) == ["serial_is_date", "serial_out_of_range"]
    assert "2026-03-01" in str(reading.errors[0].message)


def errors_of(*rows):
    return [(error.code, error.row, error.column, error.value) for error in read_cells([TITLES, *rows]).errors]


@pytest.mark.parametrize(
    "cell",
    [
        "7",
        7,
        7.0,
        "07",
        "0007",
        "7.",
        "7、",
        "第7",
        "第7号",
        "7.0",
        "７",
        " 7 ",
        "No.7",
        "\u200b7",
        "'7",
        "（7）",
        7.00,
    ],
)
def test_serial_numbers_are_read_as_people_write_them(cell):
    reading = read_cells([TITLES, [cell, "江城第一学院", "海滨大学"]])
    if cell in ("'7", "（7）"):  # the protection covers formulas only, and brackets could mean anything
        assert codes(reading.errors) == ["serial_not_number"]
    else:
        assert reading.rows[0].serial == 7


@pytest.mark.parametrize("cell", ["七", "7a", "1,2", "-3", "2.5", 2.5, "江城第一学院"])
def test_anything_else_is_no_serial_number(cell):
    assert errors_of([cell, "江城第一学院", "海滨大学"]) == [("serial_not_number", 2, "序号", str(cell))]


@pytest.mark.parametrize("cell", ["0", "20001", "9" * 30])
def test_serial_numbers_lie_in_their_range(cell):
    assert errors_of([cell, "江城第一学院", "海滨大学"]) == [("serial_out_of_range", 2, "序号", cell)]


def test_a_serial_number_twice_names_the_row_that_has_it():
    (error,) = read_cells([TITLES, ROWS[0], ROWS[1], ["1", *ROWS[2][1:]]]).errors
    assert (error.code, error.row, error.column, error.value) == ("serial_twice", 4, "序号", "1")
    assert "2" in error.message


def test_the_same_serial_number_in_two_batches_is_fine():
    titles = ["批次", *TITLES]
    reading = read_cells([titles, ["第一批", *ROWS[0]], ["2", 1, *ROWS[1][1:]]])
    assert reading.errors == []
    assert [row.batch for row in reading.rows] == [1, 2]


def test_a_batch_that_is_no_number_is_an_error():
    (error,) = read_cells([["批次", *TITLES], ["下一批", *ROWS[0]]]).errors
    assert (error.code, error.column, error.value) == ("batch_not_number", "批次", "下一批")


def test_some_rows_without_a_serial_number_are_a_warning():
    reading = read_cells([TITLES, ROWS[0], ["", *ROWS[1][1:]], [None, *ROWS[2][1:]]])
    assert reading.errors == []
    (warning,) = reading.warnings
    assert (warning.code, warning.row, warning.column) == ("serial_missing", 3, "序号")
    assert "3–4" in warning.message


def test_no_row_with_a_serial_number_is_a_list_of_its_kind():
    assert read_cells([TITLES, *(["", *row[1:]] for row in ROWS)]).warnings == []


@pytest.mark.parametrize("pair", [("海滨大学", "海滨大学"), ("海滨大学（本科）", "海滨 大学(本科)")])
def test_the_same_university_on_both_sides_is_refused(pair):
    assert errors_of([1, *pair]) == [("same_university", 2, "支援高校", pair[1])]


def test_empty_cells_are_named():
    assert errors_of([1, "", "海滨大学"], [2, "江城第一学院", None]) == [
        ("empty_cell", 2, "受援高校", ""),
        ("empty_cell", 3, "支援高校", ""),
    ]


def test_names_have_at_most_100_characters():
    assert errors_of([1, "长" * 100, "海滨大学"]) == []
    assert errors_of([1, "长" * 101, "海滨大学"]) == [("too_long", 2, "受援高校", "长" * 99 + "…")]


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x7f", "\ud800", "\u202e"])
def test_names_hold_no_control_characters(mark):
    assert errors_of([1, f"江城{mark}学院", "海滨大学"]) == [("control_character", 2, "受援高校", "江城�学院")]


def test_a_nul_in_a_file_is_found_where_it_is():
    (error,) = read("序号,受援高校,支援高校\n1,江城\x00学院,海滨大学\n".encode()).errors
    assert (error.code, error.row, error.column) == ("control_character", 2, "受援高校")


def test_rows_of_text_with_too_few_or_too_many_cells_are_errors():
    reading = read("序号,受援高校,支援高校\n1,江城第一学院\n2,江城第二学院,山城大学,又一所\n".encode())
    assert [(error.code, error.row, error.value) for error in reading.errors] == [
        ("too_few_cells", 2, "1 | 江城第一学院"),
        ("too_many_cells", 3, "2 | 江城第二学院 | 山城大学 | 又一所"),
    ]


def test_a_missing_line_spoils_its_own_row_only():
    cells = [str(cell) for row in [TITLES, *ROWS] for cell in row]
    cells.remove("江城第二学院（本科）")
    reading = read("\n".join(cells))
    assert [(error.code, error.row) for error in reading.errors] == [("too_few_cells", 7)]
    assert pairs_of(reading) == [tuple(ROWS[0]), tuple(ROWS[2])]


def test_an_additional_line_is_reported_with_its_row():
    reading = read(
        "\n".join(["序号", "受援高校", "支援高校", "1", "甲学院", "乙大学", "丙大学", "2", "丁学院", "戊大学"])
    )
    assert [(error.code, error.row) for error in reading.errors] == [("too_many_cells", 4)]


def test_a_last_row_cut_short_is_an_error_and_no_remark():
    assert codes(read("序号\t受援高校\t支援高校\n1\t甲学院\t乙大学\n2".encode()).errors) == ["too_few_cells"]
    assert codes(read_cells([TITLES, ROWS[0], ["江城第二学院"]]).errors)


def test_all_errors_are_reported_at_once():
    assert [
        error[0] for error in errors_of(["x", "", "海滨大学"], ["0", "山城大学", "山城大学"], [2, "甲学院", ""])
    ] == [
        "empty_cell",
        "serial_not_number",
        "same_university",
        "serial_out_of_range",
        "empty_cell",
    ]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("  江城\n职业技术学院 ", "江城职业技术学院"),
        ("江城\xa0学院", "江城学院"),
        ("江城\u200b学院\ufeff", "江城学院"),
        ("江城学院（本科）", "江城学院（本科）"),
        ("江城学院(本科)", "江城学院(本科)"),
        ("江城 学院", "江城 学院"),
        ("River\nTown College", "River Town College"),
        ("'=江城学院", "=江城学院"),
        ("'@江城学院", "@江城学院"),
        ("'江城学院", "'江城学院"),
    ],
)
def test_names_are_kept_as_printed(cell, name):
    assert read_cells([TITLES, [1, cell, "海滨大学"]]).rows[0].recipient == name


def test_rows_are_counted_as_excel_counts_them():
    text = '名单\n\n序号,受援高校,支援高校\n1,"江城\n第一学院",海滨大学\n\n2,江城第二学院,山城大学\n'
    assert [row.row for row in read(text.encode()).rows] == [4, 6]


def test_a_finding_says_how_to_mend_it_in_the_readers_language():
    (error,) = read_cells([TITLES, [1, "", "海滨大学"]]).errors
    assert error.as_json()["message"] and error.as_json()["row"] == 2
    assert list_files.codes([error]) == ["empty_cell"]
