"""What only odd files hold: parts without end, cells outside of tables, guides beside a text, numbers that are none."""

import io

import pytest
import xlwt

from core import zip_directories
from pairs.reader import ListShape, limits, read, read_again, read_cells, zip_package
from pairs.reader.cell_values import batch_number
from pairs.reader.choice import as_stored, named_choice
from pairs.reader.declared_counts import declared_groups
from pairs.reader.grid import Grid, TableBuilder, fill_merged
from pairs.reader.kept_table import KeptTable
from tests.support.factories import hostile_files, list_files
from tests.support.factories.list_files import ROWS, TITLES, codes, pairs_of

LIST = [TITLES, *ROWS]


def sheet_of(rows, more=""):
    """The XML of a sheet whose cells are given as XML."""
    body = "".join("<row>" + "".join(row) + "</row>" for row in rows)
    return f"<worksheet><sheetData>{body}</sheetData>{more}</worksheet>"


def test_more_sheets_than_a_package_has_parts_are_refused(monkeypatch):
    monkeypatch.setattr(zip_directories, "MAX_ENTRIES", 10)
    assert codes(read(hostile_files.workbook("<worksheet/>", sheets=11)).errors) == ["unpacked_too_big"]


def test_more_relations_than_a_package_has_parts_are_refused(monkeypatch):
    monkeypatch.setattr(zip_directories, "MAX_ENTRIES", 10)
    relations = "".join(f'<Relationship Id="r{at}" Target="a"/>' for at in range(11))
    parts = {"xl/workbook.xml": "<workbook/>", "xl/_rels/workbook.xml.rels": f"<a>{relations}</a>"}
    assert codes(read(list_files.package(parts)).errors) == ["unpacked_too_big"]


def test_more_merged_ranges_than_any_list_has_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_MERGES", 10)
    merges = "<mergeCells>" + '<mergeCell ref="A1:A2"/>' * 11 + "</mergeCells>"
    assert codes(read(list_files.bare_xlsx(sheet_of([], merges))).errors) == ["unpacked_too_big"]


def test_an_old_workbook_has_a_size_and_a_number_of_rows(monkeypatch):
    data = list_files.xls(LIST)
    monkeypatch.setattr(limits, "MAX_ROWS", 2)
    assert codes(read(data).errors) == ["too_many_rows"]
    monkeypatch.setattr(limits, "MAX_XLS", len(data) - 1)
    assert codes(read(data).errors) == ["too_big"]


def test_an_old_workbook_that_breaks_off_is_broken():
    assert codes(read(list_files.xls(LIST)[:600]).errors) == ["broken_file"]


def test_what_stands_beyond_the_columns_of_an_old_workbook_is_pointed_out():
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for at, row in enumerate(LIST):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    sheet.write(2, limits.MAX_COLUMNS, "远处")
    packed = io.BytesIO()
    book.save(packed)
    assert [(warning.code, warning.row) for warning in read(packed.getvalue()).warnings] == [("columns_beyond", 3)]


def test_the_phonetic_guide_beside_a_shared_text_is_no_part_of_it():
    titles = [f'<c t="s"><v>{at}</v></c>' for at in range(3)]
    row = ["<c><v>1</v></c>", '<c t="s"><v>3</v></c>', '<c t="s"><v>4</v></c>']
    texts = [*TITLES, "甲学院", "乙大学"]
    strings = "".join(f"<si><t>{text}</t><rPh><t>注音</t></rPh></si>" for text in texts)
    reading = read(list_files.bare_xlsx(sheet_of([titles, row]), f"<sst>{strings}</sst>"))
    assert pairs_of(reading) == [(1, "甲学院", "乙大学")]


def test_empty_cells_and_what_excel_calls_no_row_or_column_are_told_apart():
    empty = list_files.bare_xlsx(sheet_of([['<c t="str"><v></v></c>', '<c t="s"><v>7</v></c>']]))
    assert codes(read(empty).errors) == ["no_list"]
    nowhere = list_files.bare_xlsx(sheet_of([['<c r="é1"><v>1</v></c>']]))
    assert codes(read(nowhere).errors) == ["broken_file"]


def test_a_part_with_a_password_or_an_odd_compression_is_a_broken_file():
    data = bytearray(list_files.xlsx(LIST))
    at = data.index(b"PK\x01\x02")
    while at >= 0:  # the flag of encryption, in the directory
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    assert codes(read(bytes(data)).errors) == ["broken_file"]
    opened = zip_package.Package(bytes(data))
    with pytest.raises(limits.RefusedError):
        opened.parse("xl/workbook.xml", lambda _tag, _attributes: None)


def test_a_merged_range_without_a_value_fills_nothing():
    rows = {1: {1: "乙"}, 2: {1: "丙"}}
    fill_merged(rows, [(1, 0, 2, 0)])
    assert rows == {1: {1: "乙"}, 2: {1: "丙"}}


def test_a_cell_outside_of_any_table_is_not_kept():
    builder = TableBuilder()
    builder.open_cell()
    builder.text("散落")
    builder.close()
    assert builder.grids == [] and builder.loose == ["散落"]


def test_tags_that_a_page_leaves_out_count_as_well(monkeypatch):
    monkeypatch.setattr(limits, "MAX_TAGS", 1)
    assert codes(read(b"<table></table>").errors) == ["unpacked_too_big"]


def test_breaks_and_tabs_within_a_cell_of_word_part_words():
    cell = "江城第一</w:t><w:br/><w:t>学院</w:t><w:tab/><w:t>"
    reading = read(list_files.docx([TITLES, ["1", cell, "海滨大学"]]))
    assert pairs_of(reading) == [(1, "江城第一学院", "海滨大学")]


def test_more_lines_of_text_than_any_list_has_rows_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 2)
    assert codes(read(list_files.pasted(LIST, "|")).errors) == ["too_many_rows"]


def test_more_cells_read_by_somebody_else_than_any_list_has_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 2)
    assert codes(read_cells(LIST).errors) == ["too_many_rows"]
    kept = [Grid(list(enumerate(LIST, 1)))]
    assert codes(read_again(kept, "xlsx", "", ListShape()).errors) == ["too_many_rows"]


def test_a_list_of_one_cell_a_line_ends_with_the_first_sentence():
    titles, rows = TITLES[1:], [row[1:] for row in ROWS]
    reading = read("\n".join([*(cell for row in [titles, *rows] for cell in row), "请各高校抓紧开展工作。"]))
    assert [(row.recipient, row.supporter) for row in reading.rows] == [tuple(row) for row in rows]


def test_the_sum_below_a_list_of_groups_may_count_recipients_or_pairs():
    rows = [TITLES, [1, "甲学院", "乙大学"], ["", "", "丙大学"]]
    for stated, warned in ((1, []), (2, []), (3, ["total_differs"])):
        reading = read_cells([*rows, ["合计", str(stated), ""]], ListShape(several=True))
        assert (codes(reading.errors), codes(reading.warnings)) == ([], warned)
    unread = read_cells([TITLES, [1, "甲学院", "乙大学、丙大学"], ["合计", "3", ""]], ListShape(several=True))
    assert codes(unread.warnings) == []


def test_supporters_that_follow_the_last_column_of_pasted_text_are_rows_of_the_group():
    reading = read("序号\t受援高校\t支援高校\n1\t甲学院\t乙大学\t丙大学\n", ListShape(several=True))
    assert pairs_of(reading) == [(1, "甲学院", "乙大学"), (1, "甲学院", "丙大学")]


@pytest.mark.parametrize("text", ["第一二批", "第十十批", "第二三十批"])
def test_numerals_that_are_no_number_are_no_number_of_a_batch(text):
    assert batch_number(text) is None


def test_a_group_of_none_is_no_group():
    groups = declared_groups("受援高校包括0所教育部直属高校、5所省属本科高校。")
    assert [(group.group, group.count) for group in groups] == [("provincial_undergraduate", 5)]


def test_a_finding_may_call_a_column_as_the_published_lists_do():
    reading = read_cells([["编号", "受援方", "帮扶高校"], *ROWS])
    kept = KeptTable.of(reading.table)
    assert [kept.column(title) for title in ("受援方", "支援高校", "批次", None)] == [1, 2, None, None]


# What a person or a command chooses


def grids():
    return [Grid([(at, [*map(str, row)]) for at, row in enumerate(LIST, 1)], "名单"), Grid([(1, ["说明"])], "说明")]


def test_a_command_names_a_table_by_its_name_or_its_number():
    assert [named_choice(grids(), name, "", None).table for name in (None, "名单", "1")] == [0, 0, 0]
    with pytest.raises(ValueError, match="名单, 说明"):
        named_choice(grids(), "3", "", None)


@pytest.mark.parametrize("columns", ["受援高校=B", "受援高校=B,支援高校=B", "受援高校=B,支援高校=三", "随便=B"])
def test_columns_that_a_command_names_wrongly_are_refused(columns):
    with pytest.raises(ValueError, match="高校|随便|--columns"):
        named_choice(grids(), None, columns, None)


def test_tables_larger_than_anybody_chooses_from_are_not_kept(monkeypatch):
    monkeypatch.setattr("pairs.reader.choice.MAX_KEPT_CELLS", 5)
    assert as_stored(grids()) == []
