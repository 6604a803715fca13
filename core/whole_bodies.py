"""A form is read whole or not at all: a body that was cut off on its way is never taken for what was sent.

Servers end such a body as if it were whole, and Django then reads a form without its last file.
"""

from email.message import Message

AFTER_BOUNDARY = 256  # bytes within which a multipart form may end after its last boundary


class CutError(OSError):
    """The body is shorter than it was said to be, or a form in parts lacks its end."""


class WholeBodies:
    """A WSGI application whose requests cannot be read but whole; reading raises CutError, an OSError, otherwise."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        if length := declared(environ):
            end = closing(environ.get("CONTENT_TYPE", ""))
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], length, end)
        return self.application(environ, start_response)


def declared(environ):
    """The bytes that the body is said to have; 0 where nothing is said."""
    try:
        return max(int(environ.get("CONTENT_LENGTH") or 0), 0)
    except ValueError:
        return 0


def closing(content_type):
    """The bytes with which a form in parts ends; none for other bodies."""
    if not content_type.startswith("multipart/"):
        return b""
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_boundary()
    return f"--{boundary}--".encode("latin-1", "replace") if boundary else b""


class WholeBody:
    """A stream of `length` bytes that end with `end`, give or take a line."""

    def __init__(self, stream, length, end):
        self.stream, self.left, self.end, self.last = stream, length, end, b""

    def read(self, size=-1, /):
        wanted = self.wanted(size)
        data = self.stream.read(wanted) if wanted else b""
        return self.checked(data, is_cut=len(data) < wanted)

    def readline(self, size=-1, /):
        wanted = self.wanted(size)
        data = self.stream.readline(wanted) if wanted else b""
        return self.checked(data, is_cut=wanted and not data)

    def wanted(self, size):
        return self.left if size is None or size < 0 else min(size, self.left)

    def checked(self, data, is_cut):
        """What was read; the fault where the stream ends before its length, or without the end."""
        self.left -= len(data)
        if self.end and data:
            self.last = (self.last + data)[-len(self.end) - AFTER_BOUNDARY :]
            is_cut = is_cut or self.left == 0 and self.end not in self.last
        if is_cut:
            raise CutError("The body of the request was cut off.")
        return data
