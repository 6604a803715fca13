"""Sheets, hidden parts, merged cells; tables of web pages and Word documents with spans."""

from pairs.reader import read
from pairs.reader.grid import TableBuilder
from tests.support.factories import list_files
from tests.support.factories.list_files import PROSE, ROWS, TITLES, codes, pairs_of

LIST = [TITLES, *ROWS]
EXPECTED = [tuple(row) for row in ROWS]


def test_the_sheet_with_the_list_is_taken():
    def before(book):
        book.create_sheet("说明", 0).append(["本表由某处制作", "版本", 3])

    reading = read(list_files.xlsx(LIST, before))
    assert reading.errors == reading.warnings == []
    assert pairs_of(reading) == EXPECTED


def test_two_sheets_with_a_list_are_refused_by_name():
    def twin(book):
        book.active.title = "正式"
        for row in LIST:
            (book["草稿"] if "草稿" in book else book.create_sheet("草稿")).append(row)

    (error,) = read(list_files.xlsx(LIST, twin)).errors
    assert error.code == "two_lists"
    assert "正式" in error.message and "草稿" in error.message


def test_a_second_table_without_titles_is_not_lost_silently():
    def rest(book):
        book.create_sheet("续").append([4, "江城第四学院", "湖畔大学"])

    reading = read(list_files.xlsx(LIST, rest))
    assert [(warning.code, warning.value) for warning in reading.warnings] == [("table_left_out", "续")]


def test_hidden_rows_columns_and_sheets_are_pointed_out():
    def hide(book):
        sheet = book.active
        sheet.row_dimensions[2].hidden = sheet.row_dimensions[3].hidden = sheet.row_dimensions[40].hidden = True
        sheet.column_dimensions["A"].hidden = True
        book.create_sheet("底稿").sheet_state = "hidden"

    reading = read(list_files.xlsx(LIST, hide))
    assert pairs_of(reading) == EXPECTED
    assert [(warning.code, warning.row, warning.value) for warning in reading.warnings] == [
        ("hidden_rows", 2, "2–3"),
        ("hidden_column", 1, ""),
        ("hidden_sheet", None, "底稿"),
    ]


def test_merged_cells_hold_for_each_of_their_rows():
    def merge(book):
        sheet = book.active
        sheet["C3"] = None
        sheet.merge_cells("C2:C3")
        sheet.insert_rows(1)
        sheet["A1"] = "试验批次名单"
        sheet.merged_cells.ranges.clear()
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("C3:C4")

    reading = read(list_files.xlsx(LIST, merge))
    assert reading.errors == reading.warnings == []
    assert [row.supporter for row in reading.rows] == ["海滨大学", "海滨大学", "海滨职业大学"]
    assert [row.row for row in reading.rows] == [3, 4, 5]


def test_numbers_and_formulas_with_their_value_are_read():
    sheet = (
        '<worksheet><sheetData><row r="2"><c t="inlineStr"><is><t>序号</t></is></c>'
        '<c t="inlineStr"><is><r><t>受援</t></r><r><t>高校</t></r><rPh><t>注音</t></rPh></is></c>'
        '<c t="inlineStr"><is><t>支援高校</t></is></c></row>'
        '<row><c><f>1+1</f><v>2</v></c><c t="str"><f>A</f><v>江城_x000D_学院</v></c><c t="s"><v>0</v></c></row>'
        "</sheetData></worksheet>"
    )
    strings = "<sst><si><t>海滨大学</t></si></sst>"
    reading = read(list_files.bare_xlsx(sheet, strings))
    assert pairs_of(reading) == [(2, "江城学院", "海滨大学")]
    assert reading.rows[0].row == 3


def test_the_table_with_the_list_is_taken_from_a_page_with_several():
    page = list_files.web_page(LIST).decode()
    layout = f"<table><tr><td>导航</td><td>{page}</td></tr></table><table><tr><td>版权</td></tr></table>"
    reading = read(f"<html><body>{layout}</body></html>".encode())
    assert reading.errors == reading.warnings == []
    assert pairs_of(reading) == EXPECTED


def test_cells_that_span_rows_and_columns_are_read_as_they_look():
    page = (
        "<table><caption>名单</caption><tr><td colspan=3>试验批次</td></tr>"
        "<tr><th>序号<th>支援高校<th>受援<br>高校"
        "<tr><td>1<td rowspan='2'>海滨大学<td>甲学院<tr><td>2<td>乙学院"
        "<tr><td>3<td>山城大学<td>丙&amp;学院</table>"
    )
    reading = read(page.encode())
    assert reading.errors == []
    assert pairs_of(reading) == [(1, "甲学院", "海滨大学"), (2, "乙学院", "海滨大学"), (3, "丙&学院", "山城大学")]
    assert [row.row for row in reading.rows] == [3, 4, 5]


def test_hostile_spans_cost_nothing():
    page = "<table><tr><th colspan=999999 rowspan=999999>x</th></tr></table>" + list_files.web_page(LIST).decode()
    assert pairs_of(read(page.encode())) == EXPECTED


def test_scripts_and_styles_are_not_text():
    page = (
        list_files.web_page(LIST)
        .decode()
        .replace("江城第一学院", "<style>td{}</style>江城<script>1<2</script>第一学院")
    )
    assert pairs_of(read(page.encode())) == EXPECTED


def test_word_tables_with_merged_cells_are_read():
    begins, goes_on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="3"/>'
    table = [
        [(wide, "试验批次名单")],
        TITLES,
        ["1", "甲学院", (begins, "海滨大学")],
        ["2", "乙学院", (goes_on, "")],
        ["3", "丙学院", "山城大学"],
    ]
    reading = read(list_files.docx(table, PROSE[0]))
    assert reading.errors == reading.warnings == []
    assert pairs_of(reading) == [(1, "甲学院", "海滨大学"), (2, "乙学院", "海滨大学"), (3, "丙学院", "山城大学")]


def test_hidden_and_merged_parts_of_an_old_workbook_are_seen():
    import io

    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for at, title in enumerate(TITLES):
        sheet.write(0, at, title)
    sheet.write(1, 0, 1)
    sheet.write(1, 1, "甲学院")
    sheet.write_merge(1, 2, 2, 2, "海滨大学")
    sheet.write(2, 0, 2)
    sheet.write(2, 1, "乙学院")
    sheet.row(2).hidden = True
    packed = io.BytesIO()
    book.save(packed)
    reading = read(packed.getvalue())
    assert pairs_of(reading) == [(1, "甲学院", "海滨大学"), (2, "乙学院", "海滨大学")]
    assert [(warning.code, warning.value) for warning in reading.warnings] == [("hidden_rows", "3")]
    assert codes(reading.errors) == []


def test_a_table_that_nothing_closes_keeps_its_rows():
    builder = TableBuilder()
    builder.open_table()
    for row in LIST[:2]:
        builder.open_row()
        for text in row:
            builder.open_cell(1, 1)
            builder.text(str(text))
    builder.close()
    assert [cells for _number, cells in builder.grids[0].rows] == [[str(text) for text in row] for row in LIST[:2]]
