"""Which format a file has, by its beginning; and what to do with a file whose format is not accepted."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import ole, ooxml, pdf

PDF, JPEG, PNG, PACKAGE = pdf.BEGINNING, b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"
BEGINNINGS = (PDF, JPEG, PNG, ole.MAGIC, PACKAGE)
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# Where the bytes stand, the bytes, the group of formats, and what the format is called.
SIGNATURES = [
    (0, b"GIF8", "picture", "GIF"),
    (8, b"WEBP", "picture", "WebP"),
    (8, b"avif", "picture", "AVIF"),
    (0, b"BM", "picture", "BMP"),
    (0, b"II*\0", "picture", "TIFF"),
    (0, b"MM\0*", "picture", "TIFF"),
    (0, b"8BPS", "picture", "PSD"),
    (4, b"ftyp", "film", ""),
    (8, b"AVI ", "film", ""),
    (8, b"WAVE", "film", ""),
    (0, b"\x1aE\xdf\xa3", "film", ""),
    (0, b"\0\0\x01\xba", "film", ""),
    (0, b"FLV", "film", ""),
    (0, b"ID3", "film", ""),
    (0, b"Rar!", "archive", "RAR"),
    (0, b"7z\xbc\xaf", "archive", "7z"),
    (0, b"\x1f\x8b", "archive", "gzip"),
    (0, b"PK\x05\x06", "archive", "ZIP"),
    (0, b"{\\rtf", "document", "RTF"),
    (0, b"MZ", "program", ""),
    (0, b"\x7fELF", "program", ""),
    (0, b"#!", "program", ""),
    (0, b"L\0\0\0\x01\x14\x02\0", "program", ""),
]
MARKUP = [(b"<svg", "picture", "SVG"), (b"<html", "document", "HTML"), (b"<!doctype html", "document", "HTML")]


def kind_of(data):
    """The extension that belongs to the content, whatever the file is called. ValidationError where it is refused.

    Of a file that is larger than is accepted `data` is the beginning: then only the format is looked at.
    """
    looked_into = {PDF: pdf.check, JPEG: lambda _data: "jpg", PNG: lambda _data: "png"}
    looked_into |= {ole.MAGIC: ole.check, PACKAGE: ooxml.check}
    for beginning, check in looked_into.items():
        if data.startswith(beginning):
            return check(data)
    raise refusal(data)


def is_known(data):
    """Whether `data` begins like a file of a format that is accepted."""
    return data.startswith(BEGINNINGS)


def refusal(data):
    """What is said of a file whose format is not accepted: what it is, and what to do instead."""
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        return ValidationError(
            _(
                "This is a HEIC photograph, which many computers cannot open. Choose “Most Compatible” in the camera "
                "settings of the telephone, or take a screenshot, and add the JPEG."
            ),
            "type",
        )
    if PDF in data[:1024]:
        return pdf.mixed()
    group, name = group_of(data)
    return ValidationError(instead(group), "type", {"format": name})


def group_of(data):
    """The group and the name of a format that is not accepted; two empty words for one that nobody knows."""
    for at, sign, group, name in SIGNATURES:
        if data[at : at + len(sign)] == sign:
            return group, name
    beginning = data[:1024].lower()
    return next(((group, name) for sign, group, name in MARKUP if sign in beginning), ("", ""))


def instead(group):
    """What is said of each group of formats."""
    return {
        "picture": _(
            "Pictures in the format %(format)s are not accepted. Save the picture as JPEG or PNG and add that."
        ),
        "film": _("Films and sound recordings are not accepted. Give a link instead."),
        "archive": _("Archives (%(format)s) are not accepted. Unpack it, and add the files in it one by one."),
        "document": _(
            "Documents in the format %(format)s are not accepted. Save it as PDF or Word (.docx) and add that."
        ),
        "program": _("Programs and scripts are never accepted. Add the document itself, as PDF, Word or Excel."),
    }.get(
        group,
        _(
            "Files of this kind are not accepted. Accepted are PDF, JPEG, PNG, Word and Excel without macros; "
            "for a video, give a link."
        ),
    )
