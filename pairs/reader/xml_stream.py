"""XML as a stream, given to expat in pieces: no token, element, depth or number of names without a bound."""

from xml.parsers import expat

from . import limits


class Parser:
    """Tells `start`, `end` and `text` what it meets, by local names. RefusedError for what no office file holds.

    `elements` is how many were met before, in other parts of the same file, and afterwards how many in all.
    """

    def __init__(self, start, end=None, text=None, elements=0):
        self.elements = elements
        self.fed = 0
        self.expat = expat.ParserCreate()
        self.expat.buffer_text = True
        self.expat.StartDoctypeDeclHandler = _refuse
        self.expat.StartElementHandler, self.expat.EndElementHandler = _nested(start, end)
        self.expat.CharacterDataHandler = text

    def feed(self, piece):
        """Parse one more piece. ValueError and LookupError, as expat has them, for an encoding it does not know."""
        self.elements += piece.count(b"<") - piece.count(b"</")
        if self.elements > limits.MAX_ELEMENTS:
            raise limits.RefusedError("unpacked_too_big")
        self._parse(piece, False)
        self.fed += len(piece)
        if self.fed - max(0, self.expat.CurrentByteIndex) > limits.MAX_TOKEN:
            raise limits.RefusedError("unpacked_too_big")
        if len(self.expat.intern) > limits.MAX_NAMES:
            raise limits.RefusedError("unpacked_too_big")

    def close(self):
        """Say that nothing follows; what was left open is an error."""
        self._parse(b"", True)

    def _parse(self, piece, final):
        try:
            self.expat.Parse(piece, final)
        except expat.ExpatError as error:
            raise limits.RefusedError("broken_file") from error


def _nested(start, end):
    """Handlers that pass local names on and refuse what is too deep. They run a million times: no attribute is read."""
    depth, names, deepest, most = 0, {}, limits.MAX_NESTED, limits.MAX_ATTRIBUTES

    def opened(tag, attributes):
        nonlocal depth
        depth += 1
        if depth > deepest or len(attributes) > most:
            raise limits.RefusedError("unpacked_too_big")
        name = names.get(tag)
        if name is None:
            name = names[tag] = tag.rpartition(":")[2]
        start(name, attributes)

    def closed(tag):
        nonlocal depth
        depth -= 1
        if end:
            end(names[tag])

    return opened, closed


def _refuse(*_declaration):
    raise limits.RefusedError("broken_file")
