"""Word and Excel until 2003, and what else comes in their container: protected files of today, WPS and others."""

import os
import struct
from contextlib import contextmanager

import xlrd.compdoc
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
DOCUMENTS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
MACROS = {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA"}
PACKED = {"\x01Ole10Native", "Package"}  # another file within
FILE_PASSWORD, SHEET, END_OF_GLOBALS = 0x2F, 0x85, 0x0A  # records of an .xls
MACRO_SHEET = 1
MOST_RECORDS = 100_000


def check(data):
    """Return "doc" or "xls"; ValidationError for a protected file, one with macros or objects, and anything else."""
    names, content_of = opened(data)
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        raise protected()
    if names & MACROS or (entry_of("_VBA_PROJECT") in data):
        raise macros()
    if names & PACKED:
        raise embedded()
    if "PowerPoint Document" in names:
        raise presentation()
    stream = next((name for name in DOCUMENTS if name in names), None)
    if stream is None:
        raise unknown()
    look_into(DOCUMENTS[stream], content_of(stream))
    return DOCUMENTS[stream]


def opened(data):
    """(names of folders and streams, what a stream holds); ValidationError where nobody can read the container."""
    with reading():
        with open(os.devnull, "w") as silence:
            container = xlrd.compdoc.CompDoc(data, logfile=silence, ignore_workbook_corruption=True)
        names = {entry.name for entry in container.dirlist if entry.etype in (1, 2)}

    def content_of(stream):
        with reading():
            return container.get_named_stream(stream) or b""

    return names, content_of


@contextmanager
def reading():
    try:
        yield
    except Exception as error:  # xlrd raises whatever a damaged file happens to break
        raise unknown() from error


def entry_of(name):
    """A stream's name as the directory holds it: UTF-16, filled up with zeros."""
    return (name + "\0").encode("utf-16-le")


def look_into(kind, stream):
    """ValidationError where the main stream says that it is protected, or lists a sheet of macros."""
    if kind == "doc":
        if len(stream) > 12 and stream[11] & 1:
            raise protected()
        return
    at = 0
    for _record in range(MOST_RECORDS):
        if at + 4 > len(stream):
            return
        code, size = struct.unpack_from("<HH", stream, at)
        if code == FILE_PASSWORD:
            raise protected()
        if code == SHEET and size >= 6 and stream[at + 9 : at + 10] == bytes([MACRO_SHEET]):
            raise macros()
        if code == END_OF_GLOBALS:
            return
        at += 4 + size


def protected():
    return ValidationError(
        _(
            "The file is protected by a password, so that nobody else can read it. Open it in Word, Excel or WPS, "
            "clear the password under File → Info → Protect → Encrypt with Password, save it and add it again."
        ),
        "protected",
    )


def macros():
    return ValidationError(
        _("The file holds macros. Save it as .docx or .xlsx without macros, or as PDF, and add that."), "macros"
    )


def embedded():
    return ValidationError(
        _("Another file or an object stands inside this one. Take it out, or save the whole as PDF, and add that."),
        "embedded",
    )


def presentation():
    return ValidationError(_("Presentations are not accepted. Save it as PDF and add that."), "type")


def unknown():
    return ValidationError(
        _(
            "This file of WPS or of an older Office cannot be read, or is damaged. "
            "Open it, save it as .docx, .xlsx or PDF, and add that."
        ),
        "type",
    )
