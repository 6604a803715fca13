"""Small files that unfold, nest or go on without end: each is refused by a bound that is counted, not timed."""

import pytest

from pairs.directory import registers
from pairs.reader import limits, read, read_cells, zip_package
from pairs.reader.grid import TableBuilder
from pairs.reader.plain_text import csv_rows
from pairs.reader.xml_stream import Parser
from tests.support.factories import hostile_files, list_files
from tests.support.factories.list_files import ROWS, TITLES, codes, pairs_of


@pytest.mark.parametrize("name", [name for name, (_make, code) in hostile_files.LISTS.items() if code != "no_list"])
def test_a_hostile_list_is_refused(name):
    make, code = hostile_files.LISTS[name]
    reading = read(make())
    assert codes(reading.errors) == [code] and not reading.rows


@pytest.mark.parametrize("name", [name for name in hostile_files.REGISTERS if "99,000" not in name])
def test_a_hostile_register_is_refused(name):
    make, code = hostile_files.REGISTERS[name]
    reading = registers.read(make())
    assert code in codes(reading.errors) and not reading.rows


# XML


def fed_until_refused(opening, more, pieces=2000):
    """How many bytes of endless XML a parser takes before it refuses."""
    parser, taken = Parser(lambda _tag, _attributes: None), len(opening)
    parser.feed(opening)
    for _piece in range(pieces):
        taken += len(more)
        try:
            parser.feed(more)
        except limits.RefusedError as refused:
            assert refused.finding.code == "unpacked_too_big"
            return taken
    return None


@pytest.mark.parametrize(
    "opening", [b'<a b="', b"<a><!--", b"<a><?b ", b"<a></", b"<a " + b" " * 10, b"<" + b"a" * 100]
)
def test_a_token_without_end_is_refused_after_two_pieces(opening):
    more = (b" " if opening.endswith(b" ") else b"x") * limits.PIECE
    assert fed_until_refused(opening, more) <= limits.MAX_TOKEN + 2 * limits.PIECE


@pytest.mark.parametrize(("opening", "more"), [(b"<a>", b"x" * limits.PIECE), (b"<a>", b"<b c='d'/>" * 500)])
def test_text_and_small_elements_may_go_on(opening, more):
    assert fed_until_refused(opening, more, pieces=60) is None


def test_more_elements_than_any_list_has_are_refused_over_all_parts(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ELEMENTS", 3000)
    parts = {"a": "<a>" + "<b></b>" * 2000 + "</a>", "c": "<a>" + "<b/>" * 2000 + "</a>"}
    opened, met = zip_package.Package(list_files.package(parts)), []
    opened.parse("a", lambda tag, _attributes: met.append(tag))
    with pytest.raises(limits.RefusedError):
        opened.parse("c", lambda tag, _attributes: met.append(tag))
    assert len(met) == 2001


@pytest.mark.parametrize(
    "sheet",
    [
        "<a>" * 101 + "</a>" * 101,
        "<a " + " ".join(f'b{at}=""' for at in range(201)) + "/>",
        "<a>" + "".join(f"<b{at}/>" for at in range(6000)) + "</a>",
    ],
)
def test_depth_attributes_and_names_have_their_bounds(sheet):
    assert codes(read(list_files.bare_xlsx(sheet)).errors) == ["unpacked_too_big"]


def test_the_depth_of_a_sheet_of_ours_is_no_depth():
    sheet = "<a>" * 99 + "</a>" * 99
    assert codes(read(list_files.bare_xlsx(sheet)).errors) == ["no_list"]


def sheet_of(rows):
    cells = "".join("<row>" + "".join(f'<c t="str"><v>{cell}</v></c>' for cell in row) + "</row>" for row in rows)
    return f"<worksheet><sheetData>{cells}</sheetData></worksheet>"


def test_a_part_is_read_once_however_many_sheets_lead_to_it(monkeypatch):
    parts, parse = [], zip_package.Package.parse
    monkeypatch.setattr(
        zip_package.Package, "parse", lambda self, name, *told: parts.append(name) or parse(self, name, *told)
    )
    reading = read(hostile_files.workbook(sheet_of([TITLES, *ROWS]), sheets=50))
    assert pairs_of(reading) == [tuple(row) for row in ROWS]
    assert parts == ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"]


def test_what_is_unpacked_is_bounded_over_all_parts(monkeypatch):
    monkeypatch.setattr(limits, "MAX_READ", 3000)
    assert codes(read(list_files.bare_xlsx("<a>" + " " * 3000 + "</a>")).errors) == ["unpacked_too_big"]


def test_characters_are_counted_over_all_sheets(monkeypatch):
    def more_sheets(book):
        for _sheet in range(3):
            book.create_sheet().append(["字" * 400])

    data = list_files.xlsx([TITLES, *ROWS], more_sheets)
    assert pairs_of(read(data)) == [tuple(row) for row in ROWS]
    monkeypatch.setattr(limits, "MAX_CHARACTERS", 1000)
    assert codes(read(data).errors) == codes(registers.read(data).errors)[:1] == ["unpacked_too_big"]


def test_characters_are_counted_before_the_next_sheet_is_read(monkeypatch):
    monkeypatch.setattr(limits, "MAX_CHARACTERS", 1000)
    monkeypatch.setattr("pairs.reader.detect.list_in", None)
    assert codes(read(list_files.xlsx([["字" * 400]] * 3)).errors) == ["unpacked_too_big"]


def test_a_text_that_merged_cells_repeat_counts_in_each_of_them(monkeypatch):
    monkeypatch.setattr(limits, "MAX_CHARACTERS", 20_000)
    long = '<row><c t="str"><v>' + "字" * 500 + "</v></c></row>" + "<row><c><v>1</v></c></row>" * 10
    sheet = f'<worksheet><sheetData>{long}</sheetData><mergeCells><mergeCell ref="A1:AX1"/></mergeCells></worksheet>'
    assert codes(read(list_files.bare_xlsx(sheet)).errors) == ["unpacked_too_big"]


@pytest.mark.parametrize("encoding", ["klingon", "utf-7", "euc-jp", "\u00e9"])
def test_an_encoding_that_no_office_writes_is_a_broken_file(encoding):
    data = list_files.bare_xlsx(f'<?xml version="1.0" encoding="{encoding}"?>' + sheet_of([TITLES, *ROWS]))
    (error,) = read(data).errors
    assert error.code == "broken_file" and "另存" in error.message
    assert codes(registers.read(data).errors)[0] == "broken_file"


def test_a_row_that_no_sheet_has_is_a_broken_file():
    for number in ["0", "-1", "9" * 30, "x", ""]:
        data = list_files.bare_xlsx(f'<worksheet><sheetData><row r="{number}"/></sheetData></worksheet>')
        assert codes(read(data).errors) == ["broken_file"]


def test_the_clock_stops_what_nobody_counted(monkeypatch):
    monkeypatch.setattr(limits, "MAX_SECONDS", -1)
    for data in [
        list_files.xlsx([TITLES, *ROWS]),
        list_files.docx([TITLES, *ROWS]),
        list_files.web_page([TITLES, *ROWS]),
    ]:
        assert codes(read(data).errors) == ["unpacked_too_big"]


# Pages and documents


def test_cells_beyond_the_columns_that_are_read_are_not_kept(monkeypatch):
    grids = []
    monkeypatch.setattr("pairs.reader.detect.list_in", lambda found, reading, _shape: grids.extend(found) or reading)
    monkeypatch.setattr(
        "pairs.reader.detect._list_in_page", lambda found, _loose, reading, _shape: grids.extend(found) or reading
    )
    read(b"<table><tr>" + b"<td>x" * 5000)
    read(list_files.docx([["x"] * 5000]))
    assert [len(row) for grid in grids for _number, row in grid.rows] == [limits.MAX_COLUMNS] * 2


def test_a_cell_beyond_the_columns_is_not_even_opened():
    builder = TableBuilder()
    builder.open_table()
    for _cell in range(limits.MAX_COLUMNS):
        builder.open_cell()
        assert builder.stack[-1].cell
    builder.open_cell()
    assert not builder.stack[-1].cell


def test_tables_and_text_of_a_page_have_their_bounds(monkeypatch):
    assert codes(read(b"<table></table>" * 2001).errors) == ["unpacked_too_big"]
    monkeypatch.setattr(limits, "MAX_CHARACTERS", 1000)
    assert codes(read(b"<html>" + b"x" * 1001).errors) == ["unpacked_too_big"]


def test_a_page_with_too_many_tags_is_not_parsed(monkeypatch):
    monkeypatch.setattr("lxml.etree.HTMLParser", None)
    assert codes(read(b"<table>" + b"<tr>" * limits.MAX_TAGS).errors) == ["unpacked_too_big"]


# Text


def test_rows_of_csv_are_cut_while_they_are_read():
    rows = csv_rows("," * 5000 + "\n甲,乙\n", ",")
    assert [(number, len(cells)) for number, cells in rows] == [(1, limits.MAX_COLUMNS + 1), (2, 2)]


def test_a_row_in_quotation_marks_ends_somewhere():
    taken = []
    with pytest.raises(limits.RefusedError):
        taken.extend(csv_rows('"\n",' * limits.MAX_LINE, ","))
    assert not taken


def test_a_line_longer_than_any_row_is_refused():
    line = "甲" * limits.MAX_LINE
    assert codes(read(f"序号,受援高校,支援高校\n{line}").errors) != ["line_too_long"]
    for end in ["\n", "\r", "\r\n"]:
        text = f"序号,受援高校,支援高校{end}1{line}{end}"
        assert codes(read(text).errors) == ["line_too_long"]
        assert "line_too_long" in codes(registers.read(text.encode()).errors)


def test_lines_of_a_register_are_counted_before_they_are_read(monkeypatch):
    monkeypatch.setattr("pairs.directory.registers.reader.csv_rows", None)
    assert "too_many_rows" in codes(registers.read(b"\n" * (limits.MAX_LINES + 1)).errors)


def test_titles_are_looked_for_where_titles_stand():
    above = [["说明"]] * limits.MAX_ABOVE
    assert codes(read_cells([*above, TITLES, *ROWS]).errors) == ["no_list"]
    assert pairs_of(read_cells([*above[1:], TITLES, *ROWS])) == [tuple(row) for row in ROWS]


# Findings


def test_no_more_errors_are_listed_than_anybody_corrects_at_a_time(monkeypatch):
    monkeypatch.setattr(limits, "MAX_FINDINGS", 5)
    found = read_cells([TITLES, *([at, "", "乙大学"] for at in range(1, 100))])
    assert codes(found.errors) == ["empty_cell"] * 5 + ["more_errors"]
    assert codes(read_cells([TITLES, *([at, "", "乙大学"] for at in range(1, 5))]).errors) == ["empty_cell"] * 4
    register = registers.read("学校名称,学校标识码,主管部门\n".encode() + "甲,1,乙\n".encode() * 99)
    assert codes(register.errors)[:6] == ["bad_code"] * 5 + ["more_errors"]
