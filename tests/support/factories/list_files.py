"""Every form in which a list may arrive, made from literal rows."""

import csv
import html
import io
import zipfile

import openpyxl
import xlwt

TITLES = ["序号", "受援高校", "支援高校"]
ROWS = [
    [1, "江城第一学院", "海滨大学"],
    [2, "江城第二学院（本科）", "山城大学"],
    [3, "江城职业技术学院", "海滨职业大学"],
]
PROSE = ["各有关高校，请按下表开展工作，有变化的另行告知。", "为做好今年的结对，现将试验批次的安排列出。"]


def delimited(rows, delimiter=",", encoding="utf-8"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx(rows, prepare=None):
    """A workbook of one sheet; `prepare` may change it before it is saved."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if prepare:
        prepare(book)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def xls(rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def web_page(rows, thead=True, declared="utf-8"):
    head, *body = ["<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows]
    table = f"<thead>{head}</thead><tbody>{''.join(body)}</tbody>" if thead else head + "".join(body)
    page = f"<html><head><meta charset={declared}></head><body><p>{PROSE[0]}</p><table>{table}</table></body></html>"
    return page.encode(declared)


def pasted(rows, between):
    """Text with prose around the list, a row a line."""
    lines = [*PROSE, *(between.join(map(str, row)) for row in rows), "某某办公室", "2031年3月4日"]
    return "\n".join(lines).encode()


def pasted_cells(rows, after=" |"):
    """Text with prose around the list, a cell a line."""
    lines = [*PROSE, *(f"{cell}{after}" for row in rows for cell in row), "某某办公室", "2031年3月4日"]
    return "\n".join(lines).encode()


def package(parts):
    """A zipped office file of literal parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # the same bytes each time
    return packed.getvalue()


def bare_xlsx(sheet, strings=None):
    """A workbook whose one sheet is the literal XML `sheet`."""
    space = "http://schemas.openxmlformats.org"
    relation = f"{space}/officeDocument/2006/relationships"
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{space}/spreadsheetml/2006/main" xmlns:r="{relation}">'
        '<sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{space}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{relation}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    return package(parts | ({"xl/sharedStrings.xml": strings} if strings else {}))


def docx(rows, text=""):
    """A Word document of one table; a cell may be given as the XML of its properties and its text."""
    return docx_of([rows] if rows else [], text)


def docx_of(tables, text=""):
    """A Word document of some text and several tables."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:tbl>{''.join(map(_word_row, rows))}</w:tbl>" for rows in tables)
    document = f'<w:document xmlns:w="{space}"><w:body>{paragraphs}{body}</w:body></w:document>'
    return package({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def _word_row(row):
    return "<w:tr>" + "".join(_word_cell(cell) for cell in row) + "</w:tr>"


def _word_cell(cell):
    properties, text = cell if isinstance(cell, tuple) else ("", cell)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def pairs_of(reading):
    return [(row.serial, row.recipient, row.supporter) for row in reading.rows]


def codes(findings):
    return [finding.code for finding in findings]
