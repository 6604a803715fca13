"""PDF: what acts when somebody opens it is refused; the pages themselves are not looked at.

Looked for are the names by which a PDF runs a script, starts a program, sends a form or carries another file: in all of
its bytes, also spelled with #xx, and in its object streams, which are unpacked within bounds. What cannot be looked
through is refused: a protected PDF, an object stream packed otherwise than by Flate, very many streams.
"""

import io
import re
import zipfile
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BEGINNING = b"%PDF-"
ACTIVE = {
    b"JavaScript": "script",
    b"Rendition": "script",
    b"Launch": "program",
    b"EmbeddedFile": "file",
    b"FileAttachment": "file",
    b"GoToE": "file",
    b"Collection": "file",
    b"RichMedia": "film",
    b"SubmitForm": "form",
    b"ImportData": "form",
    b"XFA": "form",
}
END = rb"(?=[\x00\t\n\f\r (<>\[\]{}/%]|$)"  # a closing bracket ends a text, as in a link, and no name
NAMES = re.compile(rb"/(%s)s?%s" % (b"|".join(ACTIVE), END))
SPELLED = re.compile(rb"#([0-9A-Fa-f]{2})")
PROTECTED = re.compile(rb"/Encrypt" + END)
OBJECTS = re.compile(rb"/ObjStm" + END)
OBJECT_STREAM = re.compile(rb"/ObjStm[^%()]{0,2000}?>>[\x00\t\n\f\r ]*stream[\x00\t\n\f\r ]*")
STREAM = re.compile(rb"(?<!end)stream[\x00\t\n\f\r ]*")
PAIRS = re.compile(
    rb"[\x00\t\n\f\r ]*\d+[\x00\t\n\f\r ]+\d+[\x00\t\n\f\r ]"
)  # numbers and places, as objects are listed
MOST_STREAMS = 50_000
MOST_UNPACKED = 50 * 1024 * 1024  # of all object streams of a file
PIECE = 256 * 1024
TAIL = 1024  # bytes at the end among which readers look for the mark of the end


def check(data):
    """Return "pdf"; ValidationError for a PDF that does something, is protected, is cut, or is another file as well."""
    if not ends(data):
        raise ValidationError(
            _("The PDF is damaged or was cut on its way. Open it, save it as PDF again and add that."), "broken"
        )
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise mixed()
    plain = written_out(data)
    if PROTECTED.search(plain):
        raise ValidationError(
            _("The PDF is protected by a password or restricted. Save it without protection, or add a scan of it."),
            "protected",
        )
    if len(OBJECT_STREAM.findall(data)) < len(OBJECTS.findall(plain)):
        raise unreadable()
    if found := acts(plain) or acts_within(data):
        raise active(found)
    return "pdf"


def ends(data):
    """Whether the mark of the end stands before blanks alone, however many."""
    return b"%%EOF" in data.rstrip(b"\0\t\n\f\r ")[-TAIL:]


def written_out(text):
    """`text` with every #xx as the sign for which it stands."""
    return SPELLED.sub(lambda sign: bytes([int(sign[1], 16)]), text)


def acts(text):
    """What a part of a PDF would do when opened; nothing for a harmless one."""
    found = NAMES.search(text)
    return ACTIVE[found[1]] if found else ""


def acts_within(data):
    """The same of what is packed in object streams. ValidationError where they cannot be looked through."""
    streams = [found.end() for found in STREAM.finditer(data)]
    listed = {found.end() for found in OBJECT_STREAM.finditer(data)}
    if len(streams) > MOST_STREAMS:
        raise unreadable()
    left = MOST_UNPACKED
    for at in streams:
        beginning = unpacked(data, at)
        holds_objects = bool(PAIRS.match(next(beginning, b"")))
        if at in listed and not holds_objects:
            raise unreadable()
        if holds_objects:
            found, left = look_through(unpacked(data, at), left)
            if found:
                return found
    return ""


def look_through(pieces, left):
    """What objects in `pieces` would do, and how many bytes may still be unpacked; ValidationError beyond them."""
    before = b""
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise unreadable()
        text = before + piece
        if found := acts(written_out(text)):
            return found, left
        before = text[-64:]
    return "", left


def unpacked(data, at):
    """The pieces of the Flate stream at a place, as far as it can be unpacked."""
    if at + 2 > len(data) or data[at] & 15 != 8 or (data[at] << 8 | data[at + 1]) % 31:
        return
    packer, given, size = zlib.decompressobj(), memoryview(data)[at : at + PIECE], 128
    at += PIECE
    try:
        while given and not packer.eof:
            if piece := packer.decompress(given, size):
                yield piece
            given, size = packer.unconsumed_tail, PIECE
            if not given:
                given, at = memoryview(data)[at : at + PIECE], at + PIECE
    except zlib.error:
        return


def active(found):
    holds = {
        "script": _("The PDF holds a script. Print it as PDF (“Save as PDF” in the print dialogue) and add that."),
        "program": _(
            "The PDF would start a program. Print it as PDF (“Save as PDF” in the print dialogue) and add that."
        ),
        "file": _(
            "The PDF holds another file. Print it as PDF (“Save as PDF” in the print dialogue) and add that; "
            "add the other file by itself."
        ),
        "film": _("The PDF holds film or sound. Print it as PDF (“Save as PDF” in the print dialogue) and add that."),
        "form": _(
            "The PDF holds a form that is sent elsewhere. "
            "Print it as PDF (“Save as PDF” in the print dialogue) and add that."
        ),
    }
    return ValidationError(holds[found], "active")


def mixed():
    return ValidationError(
        _(
            "The file is a PDF and something else as well. "
            "Print it as PDF (“Save as PDF” in the print dialogue) and add that."
        ),
        "mixed",
    )


def unreadable():
    return ValidationError(
        _(
            "The PDF is packed in a way that cannot be looked through. "
            "Print it as PDF (“Save as PDF” in the print dialogue) and add that."
        ),
        "unreadable",
    )
