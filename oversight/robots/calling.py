"""The one door through which the portal calls a service on the net: bounded, and never led elsewhere.

The name of the host is looked up once, every number it has must be one of the public net, and the connection is made
to that very number: a second look-up cannot lead anywhere else. The certificate must be the host's. No redirect is
followed and no proxy asked. Five seconds are all there is, from the look-up to the last byte of the answer.
"""

import http.client
import ipaddress
import json
import queue
import socket
import ssl
import threading
import time
from io import BytesIO

from core.links import is_public
from core.outbox.smtp import MayHaveGone

SECONDS = 5
LONGEST = 64 * 1024  # bytes of an answer
PORT = 443
AGENT = "pairing-portal"


class NotSentError(Exception):
    """The service has not taken the message; it may be tried again. Its text never holds an address."""


class LeadsElsewhereError(NotSentError):
    """The name leads into a private network, or nowhere that may be called."""


class UnreachableError(NotSentError):
    """No connection in time, or none with the certificate of the host."""


class RedirectedError(NotSentError):
    """The service says that the robot is somewhere else; nobody goes there."""


class RejectedError(NotSentError):
    """The service answers that it does not take the message; `code` is its number."""

    def __init__(self, code):
        super().__init__(f"the service answers {code}")
        self.code = code


def post(host, path, body):
    """Send `body`, JSON, to `path` on `host` over TLS; return the object that is answered.

    NotSentError when the message was not taken; MayHaveGone when it was handed over whole, and nobody can know.
    """
    until = time.monotonic() + SECONDS
    with connected(host, until) as stream:
        send(stream, request(host, path, body), until)
        return answer_of(*received(stream, until))


def request(host, path, body):
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", "Content-Type: application/json; charset=utf-8"]
    lines += [f"Content-Length: {len(body)}", f"User-Agent: {AGENT}", "Accept: application/json", "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def connected(host, until):
    """A connection over TLS to `host` at a number that was checked."""
    fault = None
    for number in numbers_of(host, until):
        try:
            stream = open_stream(str(number), PORT, left(until))
        except OSError as error:
            fault = error
            continue
        try:
            stream.settimeout(left(until))
            return context().wrap_socket(stream, server_hostname=host)
        except OSError as error:
            stream.close()
            fault = error
    raise UnreachableError(type(fault).__name__)


def open_stream(number, port, seconds):
    return socket.create_connection((number, port), seconds)


def context():
    return ssl.create_default_context()


def numbers_of(host, until):
    """The numbers that `host` has now; LeadsElsewhereError unless all of them are of the public net."""
    found = looked_up(host, left(until))
    numbers = [ipaddress.ip_address(text.partition("%")[0]) for text in dict.fromkeys(found)]
    if not numbers or not all(map(is_public, numbers)):
        raise LeadsElsewhereError("a number of the host is not of the public net")
    return numbers


def looked_up(host, seconds):
    """Ask for the numbers of `host`, for `seconds` and no longer: the system's own look-up knows no limit."""
    answers = queue.SimpleQueue()

    def ask():
        try:
            answers.put(look_up(host))
        except OSError:
            answers.put(None)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except queue.Empty:
        found = None
    if found is None:
        raise UnreachableError("the name of the host was not found")
    return found


def look_up(host):
    return [found[4][0] for found in socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)]


def send(stream, data, until):
    try:
        stream.settimeout(left(until))
        stream.sendall(data)
    except OSError as error:
        raise UnreachableError(type(error).__name__) from None


def received(stream, until):
    """The status of the answer and its text, as soon as it is whole; MayHaveGone when it does not come or end."""
    data = b""
    while len(data) <= LONGEST:
        try:
            stream.settimeout(left(until))
            more = stream.recv(LONGEST)
        except OSError as error:
            raise MayHaveGone(type(error).__name__) from None
        data += more
        if answer := whole(data, at_end=not more):
            return answer
        if not more:
            raise MayHaveGone("the answer broke off")
    raise MayHaveGone("the answer is too long")


def whole(data, at_end):
    """(status, text) once `data` is an answer from its first to its last byte, else None."""
    answer = http.client.HTTPResponse(Replayed(data), method="POST")
    try:
        answer.begin()
        text = answer.read()
    except (http.client.HTTPException, ValueError):
        return None
    ends_by_itself = answer.chunked or answer.headers.get("Content-Length") is not None
    return (answer.status, text) if ends_by_itself or at_end else None


class Replayed:
    """What was received, where HTTPResponse expects a socket."""

    def __init__(self, data):
        self.data = data

    def makefile(self, *args):
        return BytesIO(self.data)


def answer_of(status, text):
    if 300 <= status < 400:
        raise RedirectedError(str(status))
    if 400 <= status < 500:
        raise RejectedError(status)
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if status != 200 or not isinstance(answer, dict):
        raise MayHaveGone(f"an answer that says nothing, status {status}")
    return answer


def left(until):
    """The seconds that are left; TimeoutError when there are none."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
