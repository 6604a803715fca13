"""The ways in: bytes of any form, pasted text, or cells that somebody else has read."""

import codecs
import re

from django.utils.translation import gettext as _

from . import limits
from .grid import Grid
from .html_docx import docx_grids, html_grids
from .list_table import list_in
from .plain_text import text_grid
from .result import Reading
from .workbook import xls_grids, xlsx_grids
from .zip_package import Package

MARKUP = re.compile(r"<(?:table|html|body|!doctype\s+html)\b", re.IGNORECASE)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"II*\x00", b"\x1f\x8b")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(data, filename=""):
    """The list in the bytes of a file, whatever its name says; what cannot be read is an error in the Reading."""
    return _guarded(_reading_of_bytes, data, filename)


def read_text(text):
    """The list in pasted text: plain, delimited, or the source of a web page."""
    return _guarded(_reading_of_text, text, "")


def read_cells(rows, format="dataset", first_row=1):
    """The list in rows of cells, titles among them; the first has the number `first_row`."""
    return _guarded(lambda: list_in([Grid(list(enumerate(rows, first_row)))], Reading(format)))


def _guarded(reader, *arguments):
    try:
        return reader(*arguments)
    except limits.RefusedError as refused:
        return Reading("", errors=[refused.finding])


def _reading_of_bytes(data, filename):
    limits.check_size(len(data), limits.MAX_FILE)
    if not data.strip():
        raise limits.RefusedError("empty_file", _("The file is empty. Choose the file with the list."))
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _reading_of_package(Package(data))
    if data.startswith(OLE):
        return list_in(xls_grids(data), Reading("xls"))
    if data.startswith(FOREIGN):
        raise _foreign()
    text, encoding = decoded(data)
    return _reading_of_text(text, encoding)


def _reading_of_package(package):
    if "xl/workbook.xml" in package:
        return list_in(xlsx_grids(package), Reading("xlsx"))
    if "word/document.xml" in package:
        grids, loose = docx_grids(package)
        return _from_page(grids, loose, Reading("docx"))
    raise _foreign()


def _foreign():
    return limits.RefusedError(
        "unknown_form",
        _("This is not a form of list that can be read. Use Excel, Word, CSV or a web page, or paste the text."),
    )


def decoded(data):
    """(text, encoding) by byte order mark, else UTF-8, else GB18030, strictly; RefusedError when none fits."""
    marked = [encoding for mark, encoding in BOMS if data.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise limits.RefusedError(
        "encoding",
        _("The text is neither UTF-8, UTF-16 with a byte order mark, nor GB18030. Save it as “CSV UTF-8” in Excel."),
    )


def _reading_of_text(text, encoding):
    limits.check_size(len(text), limits.MAX_TEXT)
    if not text.strip():
        raise limits.RefusedError("empty_file", _("There is no text. Paste the list with its titles."))
    if MARKUP.search(text):
        return _from_page(*html_grids(text), Reading("html", encoding))
    form, grid = text_grid(text)
    return list_in([grid], Reading(form, encoding))


def _from_page(grids, loose, reading):
    """The tables of a page; where none of them is a list, the text around them."""
    found = list_in(grids, Reading(reading.format, reading.encoding))
    if not {finding.code for finding in found.errors} & {"no_list", "column_missing", "personal_data"}:
        return found
    _form, grid = text_grid(loose)
    return list_in([grid, *grids], reading) if grid.rows else found
