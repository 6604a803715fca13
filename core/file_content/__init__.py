"""What an uploaded file is, by its content; what may not be kept is refused with the reason and the remedy."""

from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from . import formats, scanner
from .file_names import clean_name, name_told
from .images import REDRAWN, redrawn

MEGABYTE = 1024 * 1024
MAX_FILE = 10 * MEGABYTE
MAX_FILES = settings.MAX_FILES  # that one form brings
TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
}


class Upload:
    """A file that has passed: its clean `name`, its kind as `extension` and `type`, `content` to keep, its hash.

    `told` is what its writer is told about the name; empty where it is kept as it came.
    """

    told = ""

    def __init__(self, file):
        data = file.read(MAX_FILE + 1)
        self.extension = accepted(data)
        scanner.check(data)
        self.content = file
        if self.extension in REDRAWN:
            data = redrawn(data, self.extension)
            self.content = ContentFile(data)
        self.type, self.size = TYPES[self.extension], len(data)
        self.sha256 = sha256(data).hexdigest()
        self.name = clean_name(file.name, self.extension)
        self.told = name_told(file.name, self.name)
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
    if len(data) <= MAX_FILE:
        return formats.kind_of(data)
    if not formats.is_known(data):
        raise formats.refusal(data)
    raise ValidationError(_("The file is larger than 10 MB; make it smaller or give a link instead."), "large")
