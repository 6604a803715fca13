"""Zipped office files: their directory is judged before anything is unpacked, and their XML is read as a stream."""

import io
import zipfile

from . import bounds
from .xml import Parser


class Package:
    """An .xlsx or .docx opened safely. RefusedError when its directory promises too much."""

    def __init__(self, data):
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise bounds.broken() from error
        entries = self.zip.infolist()
        total = sum(entry.file_size for entry in entries)
        if len(entries) > bounds.MAX_ENTRIES or total > bounds.MAX_UNPACKED:
            raise bounds.bomb()
        if total > 10 * bounds.MEGABYTE and total > bounds.MAX_RATIO * len(data):
            raise bounds.bomb()
        self.sizes = {entry.filename: entry.file_size for entry in entries}
        self.clock = bounds.Clock()
        self.left = bounds.MAX_READ
        self.elements = 0
        self.characters = 0

    def __contains__(self, name):
        return name in self.sizes

    def parse(self, name, start, end=None, text=None):
        """Stream the XML part `name` through handlers that get local names; document types are refused."""
        self.left -= self.sizes.get(name, 0)
        if self.left < 0:
            raise bounds.bomb()
        parser = Parser(start, end, text, elements=self.elements)
        try:
            # The reader hands out no more than the directory promised, whatever the entry really holds.
            with self.zip.open(name) as stream:
                while piece := stream.read(bounds.PIECE):
                    parser.feed(piece)
                    self.clock.check()
            parser.close()
        except (zipfile.BadZipFile, OSError, EOFError, LookupError, ValueError) as error:
            raise bounds.broken() from error
        except (RuntimeError, NotImplementedError, zipfile.zlib.error) as error:  # a password, an odd compression
            raise bounds.broken() from error
        self.elements = parser.elements

    def count(self, text):
        """Count the characters of a cell that is kept; RefusedError when all sheets together hold too many."""
        self.characters += len(text)
        if self.characters > bounds.MAX_CHARACTERS:
            raise bounds.bomb()
