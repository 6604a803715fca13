"""Zipped office files: their directory is judged before anything is unpacked, and their XML is read as a stream."""

import io
import zipfile
from xml.parsers import expat

from . import bounds


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
        self.elements = 0

    def __contains__(self, name):
        return name in self.sizes

    def parse(self, name, start, end=None, text=None):
        """Stream the XML part `name` through handlers that get local names; document types are refused."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = self._counted(start)
        if end:
            parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        parser.CharacterDataHandler = text
        try:
            # The reader hands out no more than the directory promised, whatever the entry really holds.
            with self.zip.open(name) as stream:
                parser.ParseFile(stream)
        except bounds.RefusedError:
            raise
        except (expat.ExpatError, zipfile.BadZipFile, OSError, EOFError, KeyError, ValueError) as error:
            raise bounds.broken() from error
        except (RuntimeError, NotImplementedError, zipfile.zlib.error) as error:  # a password, an odd compression
            raise bounds.broken() from error

    def _counted(self, start):
        def handler(tag, attributes):
            self.elements += 1
            if self.elements > bounds.MAX_ELEMENTS:
                raise bounds.bomb()
            start(tag.rpartition(":")[2], attributes)

        return handler


def _refuse(*_declaration):
    raise bounds.broken()
