"""The names of files: kept as they came where every computer can store them, and told to their writer where not."""

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

from django.utils.translation import gettext as _

from opendata import printable

MAX_NAME = 100
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # devices, to Windows


def clean_name(name, extension):
    """The original name without path, control and direction signs, cut to 100 characters, with its true extension."""
    base = PurePosixPath(PureWindowsPath(printable(name or "")).name).name
    base = "".join(
        char for char in unicodedata.normalize("NFC", base) if unicodedata.category(char) not in ("Cf", "Cc")
    )
    stem = re.sub(r'[<>:"/\\|?*]+', "_", base.rpartition(".")[0] or base).strip(" .") or "file"
    stem = f"_{stem}" if RESERVED.match(stem) else stem
    return f"{stem[: MAX_NAME - len(extension) - 1]}.{extension}"


def name_told(given, kept):
    """What to say where a file is kept under another name than it came with; empty for other spellings of its kind."""
    if comparable(given or "") == comparable(kept):
        return ""
    text = _(
        "A file is kept as “%(name)s”: the ending says what it holds, and what no name of a file may have is left out."
    )
    return text % {"name": kept}


def comparable(name):
    stem, _dot, ending = unicodedata.normalize("NFC", name).rpartition(".")
    return stem, ending.lower().replace("jpeg", "jpg")
