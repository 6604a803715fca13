"""Any form of a list gives the same rows."""

import pytest

from pairs.reader import read, read_cells
from tests.support.factories import list_files
from tests.support.factories.list_files import ROWS, TITLES, codes, pairs_of

LIST = [TITLES, *ROWS]
EXPECTED = [tuple(row) for row in ROWS]
FORMS = {
    "CSV in UTF-8": (list_files.delimited(LIST), "csv", "utf-8"),
    "CSV in UTF-8 with mark": (list_files.delimited(LIST, encoding="utf-8-sig"), "csv", "utf-8-sig"),
    "CSV in UTF-16": (list_files.delimited(LIST, encoding="utf-16"), "csv", "utf-16"),
    "CSV in UTF-16 of the other order": (
        b"\xfe\xff" + list_files.delimited(LIST, encoding="utf-16-be"),
        "csv",
        "utf-16",
    ),
    "CSV in GB18030": (list_files.delimited(LIST, encoding="gb18030"), "csv", "gb18030"),
    "CSV with semicolons": (list_files.delimited(LIST, ";"), "csv", "utf-8"),
    "TSV": (list_files.delimited(LIST, "\t"), "tsv", "utf-8"),
    "TSV in UTF-16, as Excel saves Unicode text": (list_files.delimited(LIST, "\t", "utf-16"), "tsv", "utf-16"),
    "XLSX": (list_files.xlsx(LIST), "xlsx", ""),
    "XLS": (list_files.xls(LIST), "xls", ""),
    "DOCX": (list_files.docx(LIST, list_files.PROSE[0]), "docx", ""),
    "HTML with thead": (list_files.web_page(LIST), "html", "utf-8"),
    "HTML without thead": (list_files.web_page(LIST, thead=False), "html", "utf-8"),
    "HTML in GB2312": (list_files.web_page(LIST, declared="gb2312"), "html", "gb18030"),
    "pasted, | between cells": (list_files.pasted(LIST, " | "), "text", "utf-8"),
    "pasted, tab between cells": (list_files.pasted(LIST, "\t"), "tsv", "utf-8"),
    "pasted, spaces between cells": (list_files.pasted(LIST, "  "), "text", "utf-8"),
    "pasted, one space between cells": (list_files.pasted(LIST, " "), "text", "utf-8"),
    "pasted as markdown": (
        list_files.pasted([["", *row, ""] for row in [TITLES, ["---", ":--", "--:"], *ROWS]], "|"),
        "text",
        "utf-8",
    ),
    "pasted, a cell a line with |": (list_files.pasted_cells(LIST), "text", "utf-8"),
    "pasted, a cell a line": (list_files.pasted_cells(LIST, after=""), "text", "utf-8"),
    "pasted, a cell a line with blank lines": (list_files.pasted_cells(LIST, after="\r\n"), "text", "utf-8"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_rows(form):
    data, name, encoding = FORMS[form]
    reading = read(data)
    assert reading.errors == reading.warnings == []
    assert pairs_of(reading) == EXPECTED
    assert (reading.format, reading.encoding) == (name, encoding)


def test_cells_that_somebody_else_read_are_a_list_too():
    reading = read_cells([TITLES, *ROWS, [4.0, "江城第四学院", " 湖畔大学 "]])
    assert pairs_of(reading) == [*EXPECTED, (4, "江城第四学院", "湖畔大学")]
    assert reading.format == "dataset"
    assert reading.rows[0].row == 2


def test_the_source_of_a_web_page_may_be_pasted():
    assert pairs_of(read(list_files.web_page(LIST).decode())) == EXPECTED


def test_a_list_in_the_paragraphs_of_a_word_document_is_read():
    assert pairs_of(read(list_files.docx([], list_files.pasted_cells(LIST, "").decode()))) == EXPECTED


def test_a_list_in_the_paragraphs_of_a_web_page_is_read():
    page = "<html><body>" + "".join(f"<p>{cell} |</p>" for row in LIST for cell in row) + "</body></html>"
    assert pairs_of(read(page.encode())) == EXPECTED


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"  \n", "empty_file"),
        (b"%PDF-1.7 ...", "unknown_form"),
        (list_files.package({"mimetype": "application/epub+zip"}), "unknown_form"),
        (b"PK\x03\x04 and nothing more", "broken_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no workbook", "broken_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "old_word"),
        (b"\xff\xfe\x00", "encoding"),
        (b"\xef\xbb\xbf\xff", "encoding"),
        ("序号,受援高校,支援高校\n".encode("gb18030") + b"1,\x81,b\xff", "encoding"),
        ("今天没有名单。".encode(), "no_list"),
    ],
)
def test_what_cannot_be_read_is_one_clear_error(data, code):
    reading = read(data)
    assert codes(reading.errors) == [code]
    assert reading.rows == []


def test_damaged_workbooks_are_refused_and_never_a_traceback():
    whole = list_files.xlsx(LIST)
    for end in range(30, len(whole), 97):
        assert read(whole[:end]).rows == []
    old = list_files.xls(LIST)
    for at in range(512, len(old), 301):
        read(old[:at] + b"\xff\xff" + old[at + 2 :])
