"""Files are stored whole or not at all."""

import os
import posixpath
import secrets
from contextlib import suppress

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Writes under a temporary name first: where the disk is full, nothing is left behind that looks like a file."""

    def __init__(self, **options):
        """As Django's; where nothing else is said, nobody else on the server reads the files."""
        super().__init__(**{"file_permissions_mode": 0o640, "directory_permissions_mode": 0o750} | options)

    def _save(self, name, content):
        part = posixpath.join(posixpath.dirname(name), f"{secrets.token_hex(16)}.part")
        try:
            super()._save(part, content)
            return self._renamed(part, name)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(self.path(part))

    def _renamed(self, part, name):
        """Give the written file its name, or the next one that is free; never that of another file."""
        while True:
            try:
                os.link(self.path(part), self.path(name))
                return name
            except FileExistsError:
                name = self.get_available_name(name)
