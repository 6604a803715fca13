"""Personal data is refused, and never repeated."""

import pytest

from pairs.reader import read, read_cells
from tests.support.factories import list_files
from tests.support.factories.list_files import ROWS, TITLES, codes, pairs_of

IDENTITY = "11010119900307" + "123X"  # made up
MOBILE = "138" + "00138000"  # made up


@pytest.mark.parametrize(
    "title",
    [
        "身份证号",
        "身份证号码",
        "手机号",
        "联系电话",
        "学生姓名",
        "姓名",
        "学号",
        "邮箱",
        "微信",
        "QQ",
        "联系人手机",
        "Phone",
        "E-mail",
        "毕业生 姓名",
    ],
)
def test_titles_of_personal_data_refuse_the_list(title):
    reading = read_cells([[*TITLES, title], *([*row, "某值"] for row in ROWS)])
    assert reading.rows == reading.warnings == []
    assert [(error.code, error.row, error.column, error.value) for error in reading.errors] == [
        ("personal_data", 1, title, "")
    ]


@pytest.mark.parametrize(
    "value",
    [
        IDENTITY,
        IDENTITY.lower(),
        MOBILE,
        int(MOBILE),
        float(MOBILE),
        "138 0013 8000",
        "+86 138-0013-8000",
        "１３８００１３８０００",
    ],
)
@pytest.mark.parametrize("column", [1, 3])
def test_cells_with_personal_numbers_refuse_the_list(value, column):
    row = [*ROWS[0], ""]
    row[column] = value
    reading = read_cells([[*TITLES, "备注"], row])
    assert reading.rows == []
    (error,) = reading.errors
    assert (error.code, error.row, error.value) == ("personal_data", 2, "")
    assert str(value) not in str(error.as_json())


def test_a_list_of_students_is_refused_without_repeating_anything():
    reading = read_cells([["姓名", "学号", "去向"], ["某甲", "2020001", "某地"]])
    assert {error.code for error in reading.errors} == {"personal_data"}
    assert "某甲" not in str([error.as_json() for error in reading.errors])


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", "手机"], *([f"某{at}", MOBILE] for at in range(30))],
        [["姓名", "证件"], ["某甲", IDENTITY]],
        [["姓名", "学号"], ["某甲", "2020001"]],
        [["姓名", "性别", "电话"], ["某甲", "女", MOBILE]],
    ],
)
def test_a_table_of_students_beside_the_list_refuses_it(rows):
    def add_sheet(book):
        for row in rows:
            (book["其他"] if "其他" in book.sheetnames else book.create_sheet("其他")).append(row)

    for reading in (
        read(list_files.xlsx([TITLES, *ROWS], add_sheet)),
        read(list_files.web_page(rows) + list_files.web_page([TITLES, *ROWS])),
    ):
        assert set(codes(reading.errors)) == {"personal_data"}
        assert reading.rows == reading.warnings == []


def test_the_telephone_of_an_office_in_the_prose_is_no_ones_number():
    text = f"联系电话：027-8700{'0000'}\n手机：{MOBILE}\n" + list_files.pasted_cells([TITLES, *ROWS]).decode()
    assert pairs_of(read(text)) == [tuple(row) for row in ROWS]


def test_codes_of_universities_are_not_personal():
    reading = read_cells([[*TITLES, "受援高校标识码"], [*ROWS[0], "4142019999"]])
    assert reading.errors == []
