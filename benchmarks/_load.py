"""A small client that keeps a server busy: eight connections in one process, each asking again once it was answered."""

import selectors
import socket
import time
from typing import NamedTuple

CLIENTS = 8
AT_ONCE = 1 << 18  # bytes read from a connection


class Load(NamedTuple):
    """What a server did under load: requests a second, and seconds until an answer was whole."""

    rate: float
    median: float
    slowest: float  # of 99 in 100
    size: int  # bytes of one answer as sent

    @property
    def spread(self):
        return self.slowest / self.median


class Connection:
    """One client: a request at a time, the next as soon as the answer is whole."""

    def __init__(self, place, request, status):
        self.place, self.request, self.status, self.size = place, request, status, 0
        self.open()

    def open(self):
        self.socket = socket.create_connection(self.place, timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self):
        self.read, self.got, self.whole = bytearray(), 0, None
        self.asked = time.perf_counter()
        self.socket.sendall(self.request)

    def reopen(self):
        """A server may close a connection between two requests; a browser then asks once more."""
        assert not self.got, "the connection was closed within an answer"
        self.socket.close()
        self.open()
        self.socket.sendall(self.request)

    def is_answered(self):
        """Read what has come; whether the answer is whole."""
        part = self.socket.recv(AT_ONCE)
        self.got += len(part)
        if self.whole is None:
            self.read += part
            self.whole = self.length()
        else:
            self.read = self.read[-8:] + part
        if self.whole == "chunks":
            return self.read.endswith(b"\r\n0\r\n\r\n")
        return self.whole is not None and self.got >= self.whole

    def length(self):
        """Bytes of the whole answer, once its head is there; "chunks" where only its end tells."""
        end = self.read.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self.read[:end]).lower()
        assert head.split()[1] == self.status, (self.request, bytes(self.read[:500]))
        if b"transfer-encoding: chunked" in head:
            return "chunks"
        named = head.partition(b"content-length:")[2].split(b"\r\n")[0]
        return end + 4 + int(named or 0)


def request(path, **headers):
    """The bytes of a GET, as a browser that unpacks gzip asks; `_` in the name of a header stands for -."""
    named = {"Host": "testserver", "Accept-Encoding": "gzip"} | headers
    lines = [f"GET {path} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in named.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def load(place, asked, seconds, status=b"200"):
    """What the server at `place` does when eight clients send it `asked` again and again."""
    clients = [Connection(place, asked, status) for _ in range(CLIENTS)]
    with selectors.DefaultSelector() as selector:
        for client in clients:
            selector.register(client.socket, selectors.EVENT_READ, client)
            client.ask()
        times, took = keep_busy(selector, seconds)
    size = max(client.size for client in clients)
    for client in clients:
        client.socket.close()
    times.sort()
    return Load(len(times) / took, times[len(times) // 2], times[len(times) * 99 // 100], size)


def keep_busy(selector, seconds):
    """(seconds of each answer, seconds in all): two answers a client at least; nobody waits for the last ones."""
    times, begun = [], time.perf_counter()
    until = begun + seconds
    while (now := time.perf_counter()) < until or len(times) < 2 * CLIENTS:
        for key, _events in selector.select(1):
            answer(selector, key.data, times)
    return times, now - begun


def answer(selector, client, times):
    before = client.got
    if client.is_answered():
        times.append(time.perf_counter() - client.asked)
        client.size = client.got
        client.ask()
    elif client.got == before:
        selector.unregister(client.socket)
        client.reopen()
        selector.register(client.socket, selectors.EVENT_READ, client)
