"""What an uploaded file is, by its content; images made anew, without the position data that cameras add."""

import io
import re
import unicodedata
import zipfile
from hashlib import sha256
from pathlib import PurePosixPath, PureWindowsPath
from threading import Lock

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from opendata import printable

MEGABYTE = 1024 * 1024
MAX_FILE = 10 * MEGABYTE
MAX_FILES = settings.MAX_FILES  # that one form brings
MAX_POINTS = 40_000_000  # of a photograph that is made smaller while it is decoded
MAX_DECODED = 12_600_000  # points that unfold, at four bytes each; a camera of 12 megapixels makes up to 12.5
POINTS_A_BYTE = 1024  # a JPEG takes at least one bit for 64 points, and each code more than that
ONE_AT_A_TIME = Lock()
MAX_NAME = 100
TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
}
REDRAWN = {"jpg": "JPEG", "png": "PNG"}
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
PDF, JPEG, PNG, PACKAGE = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"
BEGINNINGS = (PDF, JPEG, PNG, OLE, PACKAGE)
MACROS = "vbaproject.bin"


class Upload:
    """A file that has passed: its clean `name`, its kind as `extension` and `type`, `content` to keep, its hash."""

    def __init__(self, file):
        data = file.read(MAX_FILE + 1)
        self.extension = accepted(data)
        self.content = file
        if self.extension in REDRAWN:
            data = redrawn(data, self.extension)
            self.content = ContentFile(data)
        self.type, self.size = TYPES[self.extension], len(data)
        self.sha256 = sha256(data).hexdigest()
        self.name = clean_name(file.name, self.extension)
        self.content.seek(0)

    @classmethod
    def again(cls, content, **facts):
        """Return a file that has passed before, with its facts as they were found then."""
        upload = cls.__new__(cls)
        upload.__dict__.update(facts, content=content)
        return upload


def accepted(data):
    """The kind of the file that `data` begins, at most one byte more than is accepted; ValidationError for others.

    The kind comes before the size: nobody is to make smaller what is refused then for what it is.
    """
    if not data:
        raise ValidationError(_("The file is empty; choose another."), "empty")
    kind = kind_of(data) if len(data) <= MAX_FILE else data.startswith(BEGINNINGS)
    if not kind:
        raise ValidationError(
            _(
                "Files of this kind are not accepted. Accepted are PDF, JPEG, PNG, Word and Excel without macros; "
                "for a video, give a link."
            ),
            "type",
        )
    if len(data) > MAX_FILE:
        raise ValidationError(_("The file is larger than 10 MB; make it smaller or give a link instead."), "large")
    return kind


def kind_of(data):
    """The extension that belongs to the content, whatever the file is called; None when it is not on the list."""
    if data.startswith(OLE):
        return kind_of_ole(data)
    if data.startswith(PACKAGE):
        return kind_of_package(data)
    plain = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
    return next((kind for beginning, kind in plain.items() if data.startswith(beginning)), None)


def kind_of_ole(data):
    """Old Word or Excel, by the name of the stream that holds the text; None with macros."""
    named = [name for name in ("WordDocument", "Workbook", "Book", "_VBA_PROJECT") if entry(name) in data]
    if "_VBA_PROJECT" in named or not named:
        return None
    return "doc" if named[0] == "WordDocument" else "xls"


def entry(name):
    """A stream's name as the directory of an OLE file holds it: UTF-16, filled up with zeros."""
    return (name + "\0").encode("utf-16-le")


def kind_of_package(data):
    """Word or Excel of today, by the directory of the package alone; nothing is unpacked."""
    try:
        names = {name.lower() for name in zipfile.ZipFile(io.BytesIO(data)).namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    if "[content_types].xml" not in names or any(name.endswith(MACROS) for name in names):
        return None
    parts = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
    return next((extension for extension, part in parts.items() if part in names), None)


def redrawn(data, extension):
    """The picture alone, turned upright: no position, no camera, no hidden text. ValidationError when it is none.

    Very large photographs are made smaller while they are decoded, so that no picture unfolds to more than
    MAX_DECODED points; and one picture at a time unfolds in each process.
    """
    try:
        with ONE_AT_A_TIME, Image.open(io.BytesIO(data), formats=[REDRAWN[extension]]) as image:
            check_points(image, len(data))
            image.draft(None, (image.width // shrinking(image), image.height // shrinking(image)))
            ImageOps.exif_transpose(image, in_place=True)
            return drawn(image, extension)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many_points(MAX_POINTS) from error
    except Exception as error:  # whatever a malformed picture makes the decoder raise
        raise broken() from error


def check_points(image, size):
    """ValidationError when `image` has more points than are decoded, or claims more than its bytes can hold."""
    points = image.width * image.height
    # The decoder makes a picture smaller as it reads; of a PNG or a progressive JPEG it needs all at once.
    limit = MAX_DECODED if image.format == "PNG" or image.info.get("progressive") else MAX_POINTS
    if points > limit:
        raise too_many_points(limit)
    if image.format != "PNG" and points > POINTS_A_BYTE * size:
        raise broken()


def shrinking(image):
    """By how much each side is divided so that no more than MAX_DECODED points unfold: 1, 2, 4 or 8."""
    points = image.width * image.height
    return next(by for by in (1, 2, 4, 8) if points <= MAX_DECODED * by * by or by == 8)


def too_many_points(limit):
    text = _("The picture has more than 40 million points; make it smaller.")
    if limit == MAX_DECODED:
        text = _(
            "A PNG or a progressive JPEG may have 12 million points; "
            "make the picture smaller, or save it as an ordinary JPEG."
        )
    return ValidationError(text, "large")


def broken():
    return ValidationError(_("The picture cannot be read; save it again as JPEG or PNG."), "broken")


def drawn(image, extension):
    """`image` written anew, with nothing of what its file said beside the points."""
    modes = {"jpg": ("RGB", "L"), "png": ("RGB", "RGBA", "L")}[extension]
    transparent = image.mode in ("LA", "P", "PA") or "transparency" in image.info
    if image.mode not in modes or transparent:
        image = image.convert("RGBA" if transparent and extension == "png" else "RGB")
    image.info, out = {}, io.BytesIO()
    image.save(out, REDRAWN[extension], **({"quality": 88} if extension == "jpg" else {}))
    return out.getvalue()


def clean_name(name, extension):
    """The original name without path, control and direction signs, cut to 100 characters, with its true extension."""
    base = PurePosixPath(PureWindowsPath(printable(name or "")).name).name
    base = "".join(
        char for char in unicodedata.normalize("NFC", base) if unicodedata.category(char) not in ("Cf", "Cc")
    )
    stem = re.sub(r'[<>:"/\\|?*]+', "_", base.rpartition(".")[0] or base).strip(" .") or "file"
    return f"{stem[: MAX_NAME - len(extension) - 1]}.{extension}"
