"""Files of lists and registers, kept as they were uploaded: outside of the web root, and never with personal data."""

import html
import re
import unicodedata
import zipfile
from uuid import uuid4

from django.apps import apps
from django.core.files.base import ContentFile
from django.utils import timezone

from core import zip_directories
from core.left_files import remove_left_files
from core.personal_data import IDENTITY, MOBILE
from core.worker import chore
from pairs.reader import limits
from pairs.reader.detect import OLE, ZIP, decoded, unpacked

FOLDER = "imports"
WORDS = re.compile("联系人|联系电话|联系方式|手机|电话|邮箱|身份证|证件号|学号|考生号|姓名", re.IGNORECASE)
MARKUP = re.compile("<[^>]*>")


def kept_at(preview, filename):
    """A path that tells nothing and cannot be guessed."""
    return f"{FOLDER}/{timezone.localdate():%Y}/{uuid4().hex}"


def keep(preview, content):
    """Store `content` with `preview`, which is saved afterwards; nothing where it may hold personal data."""
    if not may_hold_personal_data(content):
        preview.file.save("", ContentFile(content), save=False)


def may_hold_personal_data(content):
    """Whether anything in a file, what is not the list included, looks like data about a person; or nobody can tell."""
    try:
        texts = [unicodedata.normalize("NFKC", text) for text in texts_of(content)]
    except Exception:  # whatever is wrong with a file that cannot be read, it is not kept
        return True
    return any(IDENTITY.search(text) or MOBILE.search(text) or WORDS.search(text) for text in texts)


def unpacked_size(data):
    """How much there is to read in a file: the bytes of its sheets where it is a package, else its own."""
    if isinstance(data, str) or not data.startswith(ZIP):
        return len(data)
    try:
        with zip_directories.opened(data) as package:
            return sum(part.file_size for part in package.infolist() if "sheet" in part.filename.casefold())
    except zipfile.BadZipFile:
        return len(data)


def texts_of(content):
    """All that can be read in a file, in any order."""
    if content.startswith(ZIP):
        return texts_of_package(content)
    if content.startswith(OLE):
        _form, _encoding, grids = unpacked(content)
        return ["\t".join(map(str, cells)) for grid in grids for _number, cells in grid.rows]
    return [html.unescape(decoded(content)[0])]


def texts_of_package(content):
    """The text of every part of a workbook or a document but its properties."""
    with zip_directories.opened(content) as package:
        parts = [part for part in package.infolist() if part.filename.endswith((".xml", ".rels"))]
        if sum(part.file_size for part in parts) > limits.MAX_READ:
            raise limits.RefusedError("unpacked_too_big")
        read = [package.read(part).decode() for part in parts if not part.filename.startswith("docProps/")]
    return [html.unescape(MARKUP.sub(" ", text)) for text in read]


@chore
def remove_left_over():
    """Delete kept files that no import knows of: their preview was thrown away, or its transaction rolled back."""
    models = [apps.get_model("pairs", name) for name in ("ListImport", "RegisterImport")]
    known = {name for model in models for name in model.objects.exclude(file="").values_list("file", flat=True)}
    remove_left_files(FOLDER, known)
