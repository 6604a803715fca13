"""Zipped office files: their directory is judged before anything is unpacked, and their XML is read as a stream."""

import zipfile

from core import zip_directories

from . import limits
from .xml_stream import Parser


class Package:
    """An .xlsx or .docx opened safely. RefusedError when its directory promises too much."""

    def __init__(self, data):
        try:
            self.zip = zip_directories.opened(data)
        except zipfile.BadZipFile as error:
            raise limits.RefusedError("broken_file") from error
        entries = self.zip.infolist()
        if zip_directories.promises_too_much(entries, len(data)):
            raise limits.RefusedError("unpacked_too_big")
        if zip_directories.holds_macros(entries):
            raise limits.RefusedError("macros")
        self.sizes = {entry.filename: entry.file_size for entry in entries}
        self.clock = limits.TimeLimit()
        self.left = limits.MAX_READ
        self.elements = 0
        self.characters = 0

    def __contains__(self, name):
        return name in self.sizes

    def parse(self, name, start, end=None, text=None):
        """Stream the XML part `name` through handlers that get local names; document types are refused."""
        self.left -= self.sizes.get(name, 0)
        if self.left < 0:
            raise limits.RefusedError("unpacked_too_big")
        parser = Parser(start, end, text, elements=self.elements)
        try:
            # The reader hands out no more than the directory promised, whatever the entry really holds.
            with self.zip.open(name) as stream:
                while piece := stream.read(limits.PIECE):
                    parser.feed(piece)
                    self.clock.check()
            parser.close()
        except (zipfile.BadZipFile, OSError, EOFError, LookupError, ValueError) as error:
            raise limits.RefusedError("broken_file") from error
        except (RuntimeError, NotImplementedError, zipfile.zlib.error) as error:  # a password, an odd compression
            raise limits.RefusedError("broken_file") from error
        self.elements = parser.elements

    def count(self, text):
        """Count the characters of a cell that is kept; RefusedError when all sheets together hold too many."""
        self.characters += len(text)
        if self.characters > limits.MAX_CHARACTERS:
            raise limits.RefusedError("unpacked_too_big")
