"""Reading a sheet of the national register: what it holds, and everything that is wrong with it."""

import datetime

import pytest
from django.utils.translation import override

from pairs.directory import registers
from pairs.directory.provinces import Province
from pairs.models import Level, Ownership
from tests.support.factories.register_files import ADULT_TITLES, TITLES, a_register, as_csv, as_xls, as_xlsx

DAY = datetime.date(2025, 6, 20)
ONE = [1, "样例大学", "4142099001", "教育部", "武汉市", "本科", ""]
TWO = [2, "样例职业学院", "4142099002", "湖北省教育厅", "荆州市", "专科", "民办"]
THREE = [3, "样例师范学院", "4143099003", "湖南省", "长沙市", "本科", ""]
SHEET = a_register("湖北省（2所）", ONE, TWO, "湖南省（1所）", THREE)
ADULT = a_register("湖北省（1所）", [1, "样例职工大学", "4242099004", "湖北省", ""], titles=ADULT_TITLES)


def read(data, **given):
    with override("en"):
        return registers.read(data, **given)


def errors(*rows, **sheet):
    """[(code, row, column, value)] of what is wrong with a sheet of these rows."""
    return [(f.code, f.row, f.column, f.value) for f in read(as_xlsx(a_register(*rows, **sheet))).errors]


@pytest.mark.parametrize(
    ("data", "form", "encoding"),
    [
        (as_xls(SHEET), "xls", ""),
        (as_xlsx(SHEET), "xlsx", ""),
        (as_csv(SHEET), "csv", "utf-8"),
        (as_csv(SHEET, "utf-8-sig"), "csv", "utf-8-sig"),
        (as_csv(SHEET, "utf-16"), "csv", "utf-16"),
        (as_csv(SHEET, "gb18030"), "csv", "gb18030"),
    ],
)
def test_every_form_gives_the_same_rows(data, form, encoding):
    reading = read(data)
    assert (reading.format, reading.encoding, reading.as_of, reading.errors) == (form, encoding, DAY, [])
    assert [(row.code, row.name, row.province) for row in reading.rows] == [
        ("4142099001", "样例大学", Province.HUBEI),
        ("4142099002", "样例职业学院", Province.HUBEI),
        ("4143099003", "样例师范学院", Province.HUNAN),
    ]
    one, two, _three = reading.rows
    assert (one.authority, one.city, one.level, one.ownership) == ("教育部", "武汉市", "undergraduate", "public")
    assert (two.level, two.ownership) == (Level.JUNIOR_COLLEGE, Ownership.PRIVATE)
    assert [(h.group, h.declared, h.found, h.closes) for h in reading.composition] == [
        ("湖北省", 2, 2, True),
        ("湖南省", 1, 1, True),
    ]


def test_rows_have_the_numbers_that_excel_shows():
    assert [row.row for row in read(as_xls(SHEET)).rows] == [4, 5, 7]


def test_the_form_for_adult_institutions_has_no_level_and_no_city():
    (row,) = read(as_xls(ADULT)).rows
    assert (row.name, row.level, row.city, row.authority) == ("样例职工大学", Level.ADULT, "", "湖北省")


def test_both_forms_in_one_workbook():
    reading = read(as_xlsx(SHEET, ADULT))
    assert [row.level for row in reading.rows] == ["undergraduate", "junior_college", "undergraduate", "adult"]
    assert reading.errors == []


def test_an_error_in_a_workbook_of_two_sheets_names_the_sheet():
    broken = a_register("湖北省", [1, "样例职工大学", "42420", "湖北省", ""], titles=ADULT_TITLES)
    (error,) = read(as_xlsx(SHEET, broken)).errors
    assert (error.column, error.row) == ("样例2: 学校标识码", 4)


@pytest.mark.parametrize(
    ("remark", "ownership"),
    [
        ("", Ownership.PUBLIC),
        ("民办", Ownership.PRIVATE),
        ("中外合作办学", Ownership.JOINT),
        ("内地与港澳台地区合作办学", Ownership.JOINT),
        ("境外高等教育机构设立的样例", Ownership.UNKNOWN),
    ],
)
def test_the_remark_says_who_owns_it(remark, ownership):
    (row,) = read(as_xlsx(a_register("湖北省", [*ONE[:6], remark]))).rows
    assert row.ownership == ownership


def test_a_heading_whose_number_is_wrong_is_warned_of():
    reading = read(as_xlsx(a_register("湖北省（3所）", ONE, TWO)))
    assert [heading.as_json() for heading in reading.composition] == [
        {"side": "register", "group": "湖北省", "declared": 3, "found": 2, "closes": False}
    ]
    (warning,) = reading.warnings
    assert (warning.code, warning.row, warning.value) == ("heading_count", 3, "湖北省")
    assert "states 3 institutions, 2 were found" in warning.message


def test_headings_under_a_province_are_counted_too():
    reading = read(as_xlsx(a_register("湖北省（2所）", "本科院校（1所）", ONE, "专科院校（1所）", TWO)))
    assert [(h.group, h.found) for h in reading.composition] == [("湖北省", 2), ("本科院校", 1), ("专科院校", 1)]
    assert {row.province for row in reading.rows} == {Province.HUBEI}


def test_the_heading_decides_the_province_and_the_code_where_there_is_none():
    assert [row.province for row in read(as_xlsx(a_register("四川省", ONE))).rows] == [Province.SICHUAN]
    assert [row.province for row in read(as_xlsx(a_register(ONE))).rows] == [Province.HUBEI]


def test_titles_stand_in_any_order_and_again_on_every_page():
    turned = [row[::-1] if len(row) > 1 else row for row in SHEET[1:]]
    again = [SHEET[0], *turned[:4], turned[0], *turned[4:], ["注：样例说明"], ["合计", 3]]
    reading = read(as_xlsx(again))
    assert len(reading.rows) == 3
    assert reading.errors == []


def test_line_breaks_and_notes_in_a_cell_are_not_part_of_the_name():
    broken = [1, "样例\n大学", *ONE[2:]]
    marked = [2, "样例职业学院*", *TWO[2:]]
    former = [3, "样例师范学院（原样例专科学校）", *THREE[2:]]
    bracketed = [4, "样例地质大学（武汉）", "4142099009", *ONE[3:]]
    reading = read(as_xlsx(a_register("湖北省", broken, marked, former, bracketed)))
    assert [row.name for row in reading.rows] == ["样例大学", "样例职业学院", "样例师范学院", "样例地质大学（武汉）"]
    assert [(f.code, f.row) for f in reading.warnings] == [("note_in_name", 5), ("note_in_name", 6)]


@pytest.mark.parametrize("code", ["41420990010001", "414209900", "4142O99001", "", "4142099001.5", "样例"])
def test_a_code_that_is_none_is_refused_with_its_place(code):
    ((kind, row, column, value),) = errors("湖北省", [1, "样例大学", code, *ONE[3:]])
    assert (kind, row, column, value) == ("bad_code", 4, "学校标识码", code)


@pytest.mark.parametrize("code", [4142099001.0, "4142099001", "4142099001.0", "４１４２０９９００１", " 4142099001"])
def test_a_code_may_be_a_number_or_a_text(code):
    data = as_csv(a_register("湖北省", [1, "样例大学", code, *ONE[3:]]))
    assert [row.code for row in read(data).rows] == ["4142099001"]


def test_the_length_of_a_wrong_code_is_told():
    (error,) = read(as_xlsx(a_register("湖北省", [1, "样例大学", "41420990010001", *ONE[3:]]))).errors
    assert "has ten digits, this one has 14" in error.message


def test_a_code_that_stands_twice_is_refused():
    (error,) = read(as_xlsx(a_register("湖北省", ONE, [2, "样例学院", *ONE[2:]]))).errors
    assert (error.code, error.row, error.value) == ("code_twice", 5, "4142099001")
    assert "row 4" in error.message


def test_all_that_is_wrong_is_told_at_once():
    assert errors(
        "湖北省",
        [1, "", "123", "", "武汉市", "本硕", ""],
        [2, "样" * 101, "4142099002", "湖北省", "市" * 51, "本科", ""],
        [3, "样例大学", "9999099001", "教育部", "武汉市", "本科", ""],
    ) == [
        ("bad_code", 4, "学校标识码", "123"),
        ("no_name", 4, "学校名称", ""),
        ("no_authority", 4, "主管部门", ""),
        ("bad_level", 4, "办学层次", "本硕"),
        ("too_long", 5, "学校名称", "样" * 100),
        ("too_long", 5, "所在地", "市" * 51),
    ]


def test_a_row_without_heading_and_with_a_code_of_no_province_is_refused():
    assert errors([3, "样例大学", "9999099001", "教育部", "武汉市", "本科", ""]) == [
        ("no_province", 3, "学校标识码", "9999099001")
    ]


@pytest.mark.parametrize(
    ("stated", "given", "found", "error"),
    [
        ("2025年6月20日", None, DAY, None),
        ("2025 年 6 月 20 日", None, DAY, None),
        ("2025年6月20日", DAY, DAY, None),
        (None, DAY, DAY, None),
        (None, None, None, "no_day"),
        ("2025年6月20日", datetime.date(2024, 6, 20), None, "two_days"),
        ("2025年6月31日", None, None, "no_such_day"),
        ("0001年6月20日", None, None, "no_such_day"),
    ],
)
def test_the_day_is_the_sheets_or_the_one_given(stated, given, found, error):
    reading = read(as_xlsx(a_register("湖北省", ONE, day=stated)), as_of=given)
    assert (reading.as_of, [f.code for f in reading.errors]) == (found, [error] if error else [])


def test_two_sheets_of_different_days_are_refused():
    other = a_register(
        "湖北省", [1, "样例职工大学", "4242099004", "湖北省", ""], titles=ADULT_TITLES, day="2024年6月20日"
    )
    assert [f.code for f in read(as_xlsx(SHEET, other)).errors] == ["two_days"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_register"),
        (b"\x00\x01\x02", "no_register"),
        (b"\xff\xfe\x00", "encoding"),
        (b"%PDF-1.7 sample", "unknown_form"),
        (b"PK\x03\x04 not a workbook", "broken_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not a workbook", "broken_file"),
        ("样例,样例\n一,二\n".encode(), "no_register"),
        (as_xlsx(a_register()), "no_rows"),
        (as_xls(a_register("湖北省", ONE))[:600], "broken_file"),
        (b"x" * (11 * 1024 * 1024), "too_big"),
    ],
)
def test_what_is_no_register_is_refused_in_words(data, code):
    assert code in [finding.code for finding in read(data).errors]


def test_a_register_without_authorities_is_refused():
    without = [title for title in TITLES if title != "主管部门"]
    row = [1, "样例大学", "4142099001", "武汉市", "本科", ""]
    assert ("column_missing", None, "主管部门", "") in errors("湖北省", row, titles=without)
