"""The ways in: bytes of any form, pasted text, or cells that somebody else has read."""

import codecs
import re
from dataclasses import replace

from . import limits
from .choice import loose_table
from .grid import Grid
from .html_docx import docx_grids, html_grids
from .list_table import is_private_header, list_in, personal_data
from .plain_text import text_grid
from .result import Reading
from .shape import ListShape
from .workbook import xls_grids, xlsx_grids
from .zip_package import Package

PLAIN = ListShape()
PERSONAL = "personal_data"
MAX_PRIVATE = 5  # lines beside a list that say whom to ask
MARKUP = re.compile(r"<(?:table|html|body|!doctype\s+html)\b", re.IGNORECASE)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_WORD = "WordDocument".encode("utf-16-le")
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


def read_again(grids, form, encoding, shape):
    """The list in `grids`, tables that were read before, with the choice that `shape` holds."""
    try:
        return list_in(grids, Reading(form, encoding), shape)
    except limits.RefusedError as refused:
        return Reading("", errors=[refused.finding])


def unpacked(data):
    """(form, encoding, what was found) of the bytes of a file, whatever its name says; the form is empty where unknown.

    Found are grids in an .xls or .xlsx, the Package of a docx, and otherwise text.
    """
    if len(data) > limits.MAX_FILE:
        raise limits.RefusedError("too_big", limit=limits.MAX_FILE // limits.MEGABYTE)
    if data.startswith(OLE) and OLD_WORD in data:
        raise limits.RefusedError("old_word")
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
    return _or_loose(list_in([grid], reading, shape), grid, text)


def _or_loose(reading, grid, text):
    """`reading`, with lines of `text` to choose from where it has no titles; a line with personal data is left out."""
    loose = None if grid.rows else loose_table(text)
    if loose:
        private = [row for row in loose.rows if personal_data([row])]
        if len(private) <= MAX_PRIVATE and not any(map(is_private_header, private)):
            reading.tables = [replace(loose, rows=[row for row in loose.rows if row not in private])]
    return reading


def _list_in_page(grids, loose, reading, shape):
    """The list among the tables of a page; where none of them is one, the list in the text around them."""
    found = list_in(grids, Reading(reading.format, reading.encoding), shape)
    if not {finding.code for finding in found.errors} & {"no_list", "column_missing", "personal_data"}:
        return found
    _form, grid = text_grid(loose)
    if grid.rows:
        return list_in([grid, *grids], reading, shape)
    return found if found.tables or found.errors[0].code == PERSONAL else _or_loose(found, grid, loose)
