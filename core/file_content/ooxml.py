"""Word and Excel of today: the directory of the package is judged, each part is unpacked within bounds and let go."""

import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree

from core import zip_directories

from . import ole, pdf

PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
TYPES = "[content_types].xml"
OTHERS = {"ppt/presentation.xml": "presentation", "xl/workbook.bin": "XLSB", "mimetype": "ODF", "ofd.xml": "OFD"}
MACROS = ("vbaproject", "macroenabled", "macrosheet", "activex")  # in the content type of a part, or of the whole
# Links that lead out of a file and load nothing before somebody follows them.
FOLLOWED = {"hyperlink", "externallinkpath", "xlpathmissing", "xlstartup", "xlalternatestartup", "xllibrary"}
PIECE = 256 * 1024
MAX_DIRECTIONS = 5 * 1024 * 1024  # bytes of one part that says where others are
PROGRAM = b"MZ"
NESTED = 1  # a workbook behind a chart, and no more


def check(data, depth=0):
    """Return "docx" or "xlsx"; ValidationError for a package that climbs, unfolds, acts or loads, or is another."""
    package = opened(data)
    entries = package.infolist()
    if zip_directories.promises_too_much(entries, len(data)):
        raise too_much()
    if zip_directories.climbs(entries):
        raise climbing()
    if zip_directories.holds_macros(entries):
        raise ole.macros()
    names = {entry.filename.lower() for entry in entries}
    kind = kind_of(names)
    if package.comment or min(entry.header_offset for entry in entries) or pdf.BEGINNING in data[:1024]:
        raise mixed()
    for entry in entries:
        look_into(package, entry, depth)
    return kind


def opened(data):
    try:
        return zip_directories.opened(data)
    except zipfile.BadZipFile as error:
        raise broken() from error


def kind_of(names):
    """The extension of a package with these parts."""
    if TYPES in names:
        for extension, part in PARTS.items():
            if part in names:
                return extension
    other = next((OTHERS[name] for name in OTHERS if name in names), None)
    if other == "presentation":
        raise ole.presentation()
    if other:
        raise ValidationError(
            _("Documents in the format %(format)s are not accepted. Save it as PDF or Word (.docx) and add that."),
            "type",
            {"format": other},
        )
    raise ValidationError(
        _("Archives (%(format)s) are not accepted. Unpack it, and add the files in it one by one."),
        "type",
        {"format": "ZIP"},
    )


def look_into(package, entry, depth):
    """Unpack one part, no further than the directory promises, and look at how it begins and what it leads to."""
    name = entry.filename.lower()
    directions = name == TYPES or name.endswith(".rels")
    if directions and entry.file_size > MAX_DIRECTIONS:
        raise too_much()
    whole = directions or name.endswith((".xlsx", ".docx"))
    content = unpacked(package, entry, whole)
    if name == TYPES:
        check_types(content)
    elif directions:
        check_relations(content)
    elif content.startswith((ole.MAGIC, PROGRAM)):
        raise ole.macros() if ole.entry_of("_VBA_PROJECT") in content else ole.embedded()
    elif content.startswith(b"PK\x03\x04"):
        check_nested(content, whole, depth)


def unpacked(package, entry, whole):
    """The content of a part, or its beginning; ValidationError where it is damaged or another than promised."""
    kept = []
    try:
        with package.open(entry) as stream:
            while piece := stream.read(PIECE):
                if whole or not kept:
                    kept.append(piece)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
        raise broken() from error
    except (RuntimeError, NotImplementedError, zipfile.zlib.error) as error:  # a password, an odd compression
        raise broken() from error
    return b"".join(kept)


def check_nested(content, whole, depth):
    """A workbook within a document is held to the same rules; any other package is an object."""
    if not whole or depth >= NESTED:
        raise ole.embedded()
    check(content, depth + 1)


def check_types(content):
    for element in parsed(content):
        said = str(element.get("ContentType", "")).lower()
        if any(word in said for word in MACROS):
            raise ole.macros()


def check_relations(content):
    """ValidationError for a part that is loaded from another place when the file is opened."""
    for element in parsed(content):
        kind = str(element.get("Type", "")).rpartition("/")[2].lower()
        if str(element.get("TargetMode", "")).lower() == "external" and kind not in FOLLOWED:
            raise ValidationError(
                _(
                    "The file loads a template, a picture or an object from another place. "
                    "Put it into the file, or save the whole as PDF, and add that."
                ),
                "loads",
            )


def parsed(content):
    """The elements of a small part; no entities, no network, no document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken() from error
    if root.getroottree().docinfo.doctype:
        raise broken()
    return root.iter(etree.Element)


def too_much():
    return ValidationError(
        _(
            "The file would unfold to far more than a document holds. "
            "Save it anew in Word, Excel or WPS, or as PDF, and add that."
        ),
        "unfolds",
    )


def climbing():
    return ValidationError(
        _(
            "The names of parts within the file lead out of it. "
            "Save it anew in Word, Excel or WPS, or as PDF, and add that."
        ),
        "climbs",
    )


def mixed():
    return ValidationError(
        _("The file is something else as well. Save it anew in Word, Excel or WPS, or as PDF, and add that."), "mixed"
    )


def broken():
    return ValidationError(
        _("The file is damaged. Open it in Word, Excel or WPS, save it again and add that."), "broken"
    )
