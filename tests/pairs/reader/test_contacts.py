"""A small table of contacts above the list is not the list: it refuses nothing, and nothing of it is read."""

import json

import pytest

from pairs.lists.models import stored
from pairs.reader import read
from tests.support.factories import list_files
from tests.support.factories.list_files import PROSE, ROWS, TITLES, codes, pairs_of

from .test_contact_data import IDENTITY, MOBILE

LIST = [TITLES, *ROWS]
OFFICES = [["部门", "电话"], ["就业指导处", "027-8700" + "0000"], ["招生办公室", MOBILE]]
NUMBERED = [["序号", "部门", "联系电话"], ["1", "就业指导处", "027-8700" + "0000"], ["2", "招生办公室", MOBILE]]
PLACES = [["序号", "部门", "地点"], ["1", "就业指导处", "行政楼三〇一"]]
UNTITLED = [["1", "就业指导处", "027-8700" + "0000"], ["2", "招生办公室", "zs@people.example"]]
PEOPLE = [["单位", "联系人", "手机", "邮箱"], ["就业指导处", "某甲", MOBILE, "jy@people.example"]]
TABLES = [OFFICES, NUMBERED, PLACES, UNTITLED, PEOPLE]


def on_another_sheet(contacts):
    def prepare(book):
        sheet = book.create_sheet("联系方式", 0)
        for row in contacts:
            sheet.append(row)

    return list_files.xlsx(LIST, prepare)


def above_on_the_sheet(contacts):
    return list_files.xlsx([*contacts, [], *LIST])


def on_a_page(contacts):
    return list_files.web_page(contacts) + list_files.web_page(LIST)


def in_the_table_of_a_page(contacts):
    return list_files.web_page([*contacts, *LIST])


def on_a_page_with_the_list_as_text(contacts):
    lines = "".join("<p>" + "&nbsp;&nbsp;".join(map(str, row)) + "</p>" for row in LIST)
    return list_files.web_page(contacts).replace(b"</body>", lines.encode() + b"</body>")


def in_a_document(contacts):
    return list_files.docx_of([contacts, LIST])


def in_a_document_with_the_list_as_text(contacts):
    return list_files.docx(contacts, "\n".join(str(cell) for row in LIST for cell in row))


def pasted_with_tabs(contacts):
    return list_files.pasted([*contacts, *LIST], "\t")


def pasted_with_bars(contacts):
    return list_files.pasted([*contacts, *LIST], " | ")


def pasted_a_cell_a_line(contacts):
    lines = [*PROSE, *(cell for row in contacts for cell in row), *(str(cell) for row in LIST for cell in row)]
    return "\n".join(lines).encode()


WAYS = [
    on_another_sheet,
    above_on_the_sheet,
    on_a_page,
    in_the_table_of_a_page,
    on_a_page_with_the_list_as_text,
    in_a_document,
    in_a_document_with_the_list_as_text,
    pasted_with_tabs,
    pasted_with_bars,
    pasted_a_cell_a_line,
]


@pytest.mark.parametrize("contacts", TABLES, ids=["offices", "numbered", "places", "untitled", "people"])
@pytest.mark.parametrize("way", WAYS)
def test_contacts_above_the_list_do_no_harm_and_are_not_kept(way, contacts):
    reading = read(way(contacts))
    assert reading.errors == reading.warnings == [] and pairs_of(reading) == [tuple(row) for row in ROWS]
    kept = json.dumps(stored(reading), ensure_ascii=False)
    assert not [cell for row in contacts for cell in row if len(cell) > 1 and cell != "序号" and cell in kept]


@pytest.mark.parametrize("way", WAYS)
def test_the_list_itself_is_still_refused_for_personal_data(way, monkeypatch):
    monkeypatch.setitem(globals(), "LIST", [[*TITLES, "手机"], *([*row, MOBILE] for row in ROWS)])
    reading = read(way(OFFICES))
    assert set(codes(reading.errors)) == {"personal_data"} and not reading.rows


@pytest.mark.parametrize("way", [on_another_sheet, on_a_page, in_a_document])
def test_identity_numbers_are_no_contacts(way):
    reading = read(way([["部门", "电话"], ["就业指导处", IDENTITY]]))
    assert codes(reading.errors) == ["personal_data"]


def test_contacts_without_a_list_are_refused_as_before():
    assert codes(read(list_files.xlsx(OFFICES)).errors) == ["personal_data"]


def test_pairs_under_titles_that_are_not_known_are_not_taken_for_contacts():
    data = list_files.xlsx([["序号", "学校", "大学"], ROWS[0], TITLES, *ROWS[1:]])
    assert codes(read(data).errors) == ["row_above_titles"]


def test_a_table_beside_the_list_that_names_schools_and_a_person_is_not_offered_for_choosing():
    reading = read(on_another_sheet([["江城第一学院", "海滨大学", MOBILE]]))
    assert pairs_of(reading) == [tuple(row) for row in ROWS]
    assert [grid.name for grid in reading.tables] == ["Sheet"]
