"""Files made to hurt are refused with one clear error, quickly and in little memory."""

import csv
import random
import tracemalloc
from time import process_time

import pytest

from core import zip_directories
from pairs.directory.registers.sheet_table import ADDED, HEADING
from pairs.reader import grid, limits, read
from pairs.reader.cell_values import is_school
from pairs.reader.choice import BETWEEN
from pairs.reader.xml_stream import Parser
from tests.support.factories import list_files
from tests.support.factories.list_files import ROWS, TITLES, codes, pairs_of

MEGABYTE = 1024 * 1024


def memory_for(data):
    """(reading, bytes of memory that reading it took at most)."""
    tracemalloc.start()
    try:
        return read(data), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_cell_in_the_last_corner_costs_nothing():
    def corner(book):
        book.active["XFD1048576"] = "x"

    data = list_files.xlsx([TITLES, *ROWS], corner)
    reading, memory = memory_for(data)
    assert pairs_of(reading) == [tuple(row) for row in ROWS]
    assert [(warning.code, warning.row) for warning in reading.warnings] == [("columns_beyond", 1048576)]
    assert memory < 5 * MEGABYTE


def test_a_workbook_of_nothing_but_the_last_corner_is_no_list():
    corner = '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = list_files.bare_xlsx(f'<worksheet><dimension ref="A1:XFD1048576"/>{corner}</worksheet>')
    reading, memory = memory_for(data)
    assert len(data) < 1600
    assert codes(reading.errors) == ["no_list"]
    assert memory < 5 * MEGABYTE


@pytest.mark.parametrize("size", [20 * MEGABYTE, 120 * MEGABYTE])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(size):
    reading, memory = memory_for(list_files.bare_xlsx(b"<worksheet>" + b" " * size))
    assert codes(reading.errors) == ["unpacked_too_big"]
    assert memory < 5 * MEGABYTE


def test_a_directory_that_lies_about_sizes_unpacks_no_more_than_it_says():
    honest = list_files.bare_xlsx(b"<worksheet>" + b" " * (20 * MEGABYTE))
    lying = honest.replace((20 * MEGABYTE + 11).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    reading, memory = memory_for(lying)
    assert codes(reading.errors) == ["broken_file"]
    assert memory < 5 * MEGABYTE


def test_a_package_of_very_many_parts_is_refused():
    assert codes(read(list_files.package({f"part{at}": "" for at in range(2500)})).errors) == ["unpacked_too_big"]


def test_hostile_shared_strings_are_refused():
    noise = random.Random(1).randbytes(100 * 1024).hex()  # keeps the ratio of packing low
    text = "".join(noise[at : at + 200] + "x" * 4000 for at in range(0, len(noise), 200))
    strings = "<sst>" + f"<si><t>{text}</t></si>" * 6 + "</sst>"
    data = list_files.bare_xlsx("<worksheet/>", strings)
    assert codes(read(data).errors) == ["unpacked_too_big"]


def test_many_small_elements_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ELEMENTS", 10_000)
    assert codes(read(list_files.bare_xlsx("<worksheet>" + "<c/>" * 20_000 + "</worksheet>")).errors) == [
        "unpacked_too_big"
    ]


def test_entities_are_refused():
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>'
    assert codes(read(list_files.bare_xlsx(laughs)).errors) == ["broken_file"]
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet>&a;</worksheet>'
    assert codes(read(list_files.bare_xlsx(outside)).errors) == ["broken_file"]


def test_merged_cells_without_end_are_refused_or_cost_nothing():
    rows = "".join(f'<row r="{at}"><c><v>{at}</v></c></row>' for at in range(1, 3000))
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 100
    data = list_files.bare_xlsx(
        f"<worksheet><sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
    )
    assert codes(read(data).errors) == ["unpacked_too_big"]


@pytest.fixture
def longest_cell():
    """The longest cell that Python reads, as it is unless a package raises it for the whole process."""
    before = csv.field_size_limit(131_072)
    yield csv.field_size_limit()
    csv.field_size_limit(before)


def test_a_cell_longer_than_python_reads_is_no_list(longest_cell):
    """Each of its lines is short enough, and in quotation marks that nobody closes they are one cell."""
    text = ",".join(TITLES) + '\n1,"甲' + ("乙" * (longest_cell // 2) + "\n") * 2
    assert codes(read(text.encode()).errors) == ["no_list"]


def test_more_rows_than_any_list_has_are_refused():
    many = [TITLES, *([at, f"甲{at}学院", f"乙{at}大学"] for at in range(1, 20_003))]
    assert codes(read(list_files.delimited(many)).errors) == ["too_many_rows"]
    assert codes(read(list_files.web_page(many)).errors) == ["too_many_rows"]
    cells = "".join(f'<row r="{at}"><c><v>{at}</v></c></row>' for at in range(1, 20_003))
    assert codes(read(list_files.bare_xlsx(f"<worksheet><sheetData>{cells}</sheetData></worksheet>")).errors) == [
        "too_many_rows"
    ]


def test_files_and_texts_have_a_limit():
    assert codes(read(b"x" * (limits.MAX_FILE + 1)).errors) == ["too_big"]
    assert codes(read("字" * (limits.MAX_TEXT + 1)).errors) == ["too_big"]
    assert codes(read(b"<html>" + b"x" * limits.MAX_HTML).errors) == ["too_big"]


BOUNDS = {
    "xlsx": [
        ("MAX_FILE", 99, "too_big"),
        ("MAX_READ", 99, "unpacked_too_big"),
        ("MAX_ELEMENTS", 9, "unpacked_too_big"),
        ("MAX_NAMES", 3, "unpacked_too_big"),
        ("MAX_NESTED", 2, "unpacked_too_big"),
        ("MAX_ATTRIBUTES", 1, "unpacked_too_big"),
        ("MAX_CHARACTERS", 9, "unpacked_too_big"),
        ("MAX_ROWS", 2, "too_many_rows"),
    ],
    "html": [
        ("MAX_FILE", 99, "too_big"),
        ("MAX_TEXT", 99, "too_big"),
        ("MAX_HTML", 99, "too_big"),
        ("MAX_TAGS", 9, "unpacked_too_big"),
        ("MAX_TABLES", 0, "unpacked_too_big"),
        ("MAX_DEPTH", 0, "unpacked_too_big"),
        ("MAX_CHARACTERS", 9, "unpacked_too_big"),
        ("MAX_ROWS", 2, "too_many_rows"),
    ],
    "text": [
        ("MAX_FILE", 9, "too_big"),
        ("MAX_TEXT", 9, "too_big"),
        ("MAX_LINES", 2, "too_many_rows"),
        ("MAX_LINE", 9, "line_too_long"),
        ("MAX_CHARACTERS", 9, "unpacked_too_big"),
        ("MAX_ROWS", 2, "too_many_rows"),
    ],
}
HONEST = {"xlsx": list_files.xlsx, "html": list_files.web_page, "text": lambda rows: list_files.pasted(rows, "|")}


@pytest.mark.parametrize(("form", "bound", "most", "code"), [(form, *row) for form in BOUNDS for row in BOUNDS[form]])
def test_each_bound_alone_refuses_what_goes_beyond_it(monkeypatch, form, bound, most, code):
    data = HONEST[form]([TITLES, *ROWS])
    assert pairs_of(read(data)) == [tuple(row) for row in ROWS]
    monkeypatch.setattr(limits, bound, most)
    assert codes(read(data).errors) == [code]


@pytest.mark.parametrize(("bound", "most"), [("MAX_UNPACKED", 99), ("MAX_ENTRIES", 3), ("MAX_RATIO", 0)])
def test_so_does_each_bound_of_what_a_package_promises(monkeypatch, bound, most):
    monkeypatch.setattr(zip_directories, bound, most)
    monkeypatch.setattr(zip_directories, "FEW", 0)
    assert codes(read(list_files.xlsx([TITLES, *ROWS])).errors) == ["unpacked_too_big"]


def test_a_tag_ends_within_its_bound(monkeypatch):
    monkeypatch.setattr(limits, "MAX_TOKEN", 100)
    parser = Parser(lambda _tag, _attributes: None)
    parser.feed(b'<a b="')
    with pytest.raises(limits.RefusedError):
        parser.feed(b"x" * 200)


def test_rows_of_a_sheet_are_counted_while_it_is_read(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 2)
    monkeypatch.setattr("pairs.reader.detect.list_in", None)
    assert codes(read(list_files.xlsx([TITLES, *ROWS])).errors) == ["too_many_rows"]


def test_deep_markup_does_no_harm():
    assert codes(read(b"<table><tr><td>" * 20_000).errors) == ["unpacked_too_big"]


def test_a_quotation_mark_left_open_is_an_error_and_nothing_is_lost_silently():
    text = '序号,受援高校,支援高校\n1,"甲学院,乙大学\n' + "".join(
        f"{at},丙{at}学院,丁{at}大学\n" for at in range(2, 50)
    )
    assert read(text.encode()).errors


@pytest.mark.parametrize("mark", ["\u3000", "-", "1", "\xa0", "（", "\r", "|"])
def test_hostile_cells_are_read_in_no_time(mark):
    started, cell = process_time(), mark * 290_000 + "a"
    for text in (f'序号,受援高校,支援高校\n1,"{cell}",乙大学', f"序号|受援高校|支援高校\n1|{cell}|乙大学"):
        assert len(read(text).rows) <= 1
    assert process_time() - started < 20


def test_what_a_finding_repeats_is_short():
    for error in read("序号,受援高校,支援高校\n" + "x" * 5000 + ",甲,甲,乙\n").errors:
        assert len(error.value) <= 100 and len(error.message) <= 400


# What a file claims costs as little as what it says


def test_hidden_columns_begin_with_the_first_whatever_a_sheet_says():
    cells = "".join(f'<c t="str"><v>{cell}</v></c>' for cell in TITLES)
    sheet = f'<cols><col min="-3000000" max="9999999" hidden="1"/></cols><sheetData><row>{cells}</row></sheetData>'
    reading, memory = memory_for(list_files.bare_xlsx(f"<worksheet>{sheet}</worksheet>"))
    assert "hidden_column" in codes(reading.warnings)
    assert memory < 5 * MEGABYTE


def test_merged_cells_are_looked_for_among_the_rows_there_are(monkeypatch):
    def short(*places):
        assert len(range(*places)) < limits.MAX_ROWS
        return range(*places)

    monkeypatch.setattr(grid, "range", short, raising=False)
    rows = {1: {0: "甲"}, 7: {1: "乙"}, 9_000_000: {1: "丙"}}
    grid.fill_merged(rows, [(1, 0, 9_999_999, 0)])
    assert rows == {1: {0: "甲"}, 7: {0: "甲", 1: "乙"}, 9_000_000: {0: "甲", 1: "丙"}}
    assert grid.below(rows, [(1, 0, 9_999_999, 0)]) == {(7, 0), (9_000_000, 0)}


def test_a_column_has_no_more_letters_than_the_last_one():
    data = list_files.bare_xlsx('<worksheet><sheetData><row><c r="AAAA1"><v>1</v></c></row></sheetData></worksheet>')
    assert codes(read(data).errors) == ["broken_file"]


def test_a_long_cell_takes_no_longer_for_each_of_its_signs():
    began = process_time()
    assert not is_school("校(" * 50_000)
    for between in BETWEEN:
        between.split("甲" + " " * 50_000 + "乙", limits.MAX_COLUMNS)
    assert process_time() - began < 1


def test_a_school_ends_with_its_kind_or_with_brackets_behind_it():
    schools = ["湖北甲学院", "海滨大学", "某校", "湖北大学（知行学院）", "武汉大学(本部)", "甲大学、乙学院"]
    others = ["", "联系人", "大学生", "注（大学）", "校园（甲）", "（甲）"]
    assert [name for name in [*schools, *others] if is_school(name)] == schools


def test_a_long_cell_of_a_register_takes_no_longer_for_each_of_its_signs():
    began = process_time()
    for sign in " *（注":
        assert not HEADING.fullmatch("甲" + sign * 20_000 + "乙")
        assert not ADDED.search("甲" + sign * 20_000 + "乙")
    assert process_time() - began < 1
    assert HEADING.fullmatch("一、湖北省 （ 共 129 所 ）").groups() == ("湖北省 ", "129")
    assert ADDED.sub("", "湖北甲学院 **").rstrip() == ADDED.sub("", "湖北甲学院（原名乙）") == "湖北甲学院"
