"""Mail servers for tests, each on a port of its own on this machine, and as odd as a test needs them."""

import socket
import threading
from contextlib import contextmanager, suppress


@contextmanager
def mail_server(talk):
    """A server that `talk`s with everybody who connects, as its port; `talk` gets a file to read from and to write."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held = []

        def serve():
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                held.append(connection)
                threading.Thread(target=quietly, args=[talk, connection], daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            for connection in held:
                connection.close()


def quietly(talk, connection):
    """Talk until the other side has gone."""
    with suppress(OSError, ValueError), connection.makefile("rwb", buffering=0) as file:
        talk(file)


def silent(file):
    """Accepts, and says nothing until the other side gives up."""
    file.read()


class Polite:
    """Takes every letter, and keeps them; `at_the_end` says what is answered to the end of a text, None for nothing."""

    def __init__(self, at_the_end=b"250 taken\r\n"):
        self.at_the_end, self.taken = at_the_end, []

    def __call__(self, file):
        file.write(b"220 ready\r\n")
        while line := file.readline():
            if line.upper().startswith(b"DATA"):
                file.write(b"354 go on\r\n")
                self.taken.append(b"".join(iter(file.readline, b".\r\n")))
                if self.at_the_end is None:
                    return silent(file)
                file.write(self.at_the_end)
            else:
                file.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")
        return None
