"""The ways in: bytes of any form, pasted text, or cells that somebody else has read."""

import codecs
import re

from . import limits
from .grid import Grid
from .html_docx import docx_grids, html_grids
from .list_table import list_in
from .plain_text import text_grid
from .result import Reading
from .shape import ListShape
from .workbook import xls_grids, xlsx_grids
from .zip_package import Package

PLAIN = ListShape()
MARKUP = re.compile(r"<(?:table|html|body|!doctype\s+html)\b", re.IGNORECASE)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"II*\x00", b"\x1f\x8b")
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read(data, shape=PLAIN):
    """The list in the bytes of a file, or in pasted text; what cannot be read is an error in the Reading."""
    try:
        form, encoding, found = ("text", "", data) if isinstance(data, str) else unpacked(data)
        if form == "text":
            return _list_in_text(found, Reading("", encoding), shape)
        if form == "docx":
            return _list_in_page(*docx_grids(found), Reading("docx"), shape)
        if not form:
            raise limits.RefusedError("unknown_form")
        return list_in(found, Reading(form), shape)
    except limits.RefusedError as refused:
        return Reading("", errors=[refused.finding])


def read_cells(rows, shape=PLAIN):
    """The list in rows of cells, titles among them; the first has the number 1."""
    try:
        return list_in([Grid(list(enumerate(rows, 1)))], Reading("dataset"), shape)
    except limits.RefusedError as refused:
        return Reading("", errors=[refused.finding])


def unpacked(data):
    """(form, encoding, what was found) of the bytes of a file, whatever its name says; the form is empty where unknown.

    Found are grids in an .xls or .xlsx, the Package of a docx, and otherwise text.
    """
    if len(data) > limits.MAX_FILE:
        raise limits.RefusedError("too_big", limit=limits.MAX_FILE // limits.MEGABYTE)
    if data.startswith(OLE):
        return "xls", "", xls_grids(data)
    if data.startswith(ZIP):
        package = Package(data)
        if "xl/workbook.xml" in package:
            return "xlsx", "", xlsx_grids(package)
        if "word/document.xml" in package:
            return "docx", "", package
    elif not data.startswith(FOREIGN):
        text, encoding = decoded(data)
        return "text", encoding, text
    return "", "", None


def decoded(data):
    """(text, encoding) by byte order mark, else UTF-8, else GB18030, strictly; RefusedError when none fits."""
    marked = BOMS.get(data[:3]) or BOMS.get(data[:2])
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise limits.RefusedError("encoding")


def _list_in_text(text, reading, shape):
    if len(text) > limits.MAX_TEXT:
        raise limits.RefusedError("too_big", limit=limits.MAX_TEXT // limits.MEGABYTE)
    if not text.strip():
        raise limits.RefusedError("empty_file", said="empty_file" if reading.encoding else "empty_text")
    if MARKUP.search(text):
        reading.format = "html"
        return _list_in_page(*html_grids(text), reading, shape)
    reading.format, grid = text_grid(text)
    return list_in([grid], reading, shape)


def _list_in_page(grids, loose, reading, shape):
    """The list among the tables of a page; where none of them is one, the list in the text around them."""
    found = list_in(grids, Reading(reading.format, reading.encoding), shape)
    if not {finding.code for finding in found.errors} & {"no_list", "column_missing", "personal_data"}:
        return found
    _form, grid = text_grid(loose)
    return list_in([grid, *grids], reading, shape) if grid.rows else found
