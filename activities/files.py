"""What an uploaded file is, by its content; images made anew, without the position data that cameras add."""

import io
import re
import unicodedata
import zipfile
from hashlib import sha256
from pathlib import PurePosixPath, PureWindowsPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from opendata import printable

MEGABYTE = 1024 * 1024
MAX_FILE = 10 * MEGABYTE
MAX_PIXELS = 40_000_000
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
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
MACROS = "vbaproject.bin"


class Upload:
    """A file that has passed: its clean `name`, its kind as `extension` and `type`, the bytes to keep, their hash."""

    def __init__(self, file):
        data = bounded(file)
        self.extension = kind_of(data)
        if self.extension is None:
            raise ValidationError(_("Only PDF, JPEG, PNG, Word and Excel files without macros are accepted."), "type")
        self.data = redrawn(data, self.extension) if self.extension in ("jpg", "png") else data
        self.type, self.size = TYPES[self.extension], len(self.data)
        self.sha256 = sha256(self.data).hexdigest()
        self.name = clean_name(file.name, self.extension)


def bounded(file):
    """The bytes of `file`; ValidationError when there are none or more than 10 MB."""
    data = file.read(MAX_FILE + 1)
    if not data:
        raise ValidationError(_("The file is empty; choose another."), "empty")
    if len(data) > MAX_FILE:
        raise ValidationError(_("The file is larger than 10 MB; make it smaller or give a link instead."), "large")
    return data


def kind_of(data):
    """The extension that belongs to the content, whatever the file is called; None when it is not on the list."""
    if data[:5] == b"%PDF-":
        return "pdf"
    if data[:3] == b"\xff\xd8\xff":
        return "jpg"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if data[:8] == OLE:
        return kind_of_ole(data)
    return kind_of_package(data) if data[:4] == b"PK\x03\x04" else None


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
    """The picture alone, turned upright: no position, no camera, no hidden text. ValidationError when it is none."""
    broken = ValidationError(_("The picture cannot be read; save it again as JPEG or PNG."), "broken")
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG" if extension == "jpg" else "PNG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(_("The picture has more than 40 million points; make it smaller."), "large")
            upright = ImageOps.exif_transpose(image)
            return drawn(upright, extension)
    except ValidationError:
        raise
    except Exception as error:  # whatever a malformed picture makes the decoder raise
        raise broken from error


def drawn(image, extension):
    out = io.BytesIO()
    if extension == "jpg":
        image.convert("RGB").save(out, "JPEG", quality=88, optimize=True, exif=b"", icc_profile=None)
    else:
        plain = image.convert("RGBA" if image.mode in ("RGBA", "LA", "P", "PA") else "RGB")
        Image.frombytes(plain.mode, plain.size, plain.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()


def clean_name(name, extension):
    """The original name without path, control and direction signs, cut to 100 characters, with its true extension."""
    base = PurePosixPath(PureWindowsPath(printable(name or "")).name).name
    base = "".join(
        char for char in unicodedata.normalize("NFC", base) if unicodedata.category(char) not in ("Cf", "Cc")
    )
    stem = re.sub(r'[<>:"/\\|?*]+', "_", base.rpartition(".")[0] or base).strip(" .") or "file"
    return f"{stem[: MAX_NAME - len(extension) - 1]}.{extension}"
