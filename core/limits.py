"""How many answers are built for one address in a minute; those that are stored already are given to whoever asks.

Processes share the limit, in the cache that they share: each takes permits from there a block at a time, so that one
answer in many asks the cache at all and no process gives more than there are. Blocks are the same for everybody: the
first to add the name of a block has it.
"""

import math
import threading
from contextlib import contextmanager
from time import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from core.shared_cache import SHARED
from opendata.api import problems

MINUTE = 60
BLOCKS = 20  # into which the permits of a minute are divided
PATIENCE = 50  # milliseconds that a reader waits for whoever writes to SQLite


class Permits:
    """The permits that this process holds in the present minute, by address."""

    def __init__(self):
        self.lock = threading.Lock()
        self.clear()

    def clear(self, minute=0):
        self.minute, self.left, self.next_block = minute, {}, {}

    def take(self, address, limit):
        """Use one; False when the limit is reached."""
        minute = int(time() // MINUTE)
        with self.lock:
            if minute != self.minute:
                self.clear(minute)
            if not self.left.get(address):
                self.left[address] = self._block(address, limit)
            self.left[address] -= 1
            return self.left[address] >= 0

    def _block(self, address, limit):
        """The size of a block that nobody has taken yet; 0 when all are taken."""
        size = math.ceil(limit / BLOCKS)
        for block in range(self.next_block.get(address, 0), math.ceil(limit / size)):
            self.next_block[address] = block + 1
            if is_first(f"api:{address}:{self.minute}:{block}"):
                return min(size, limit - block * size)
        return 0


PERMITS = Permits()


def is_first(name):
    """Whether nobody else has taken this name in the cache that processes share; yes while that is away."""
    try:
        with hardly_waiting():
            if SHARED.is_set_up():
                return SHARED.ask("add", name, 1, 2 * MINUTE) is not False
            return caches["default"].add(name, 1, 2 * MINUTE)
    except DatabaseError:
        return True


@contextmanager
def hardly_waiting():
    """Within it a reader does not wait long for whoever writes to SQLite."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {settings.DATABASES['default']['OPTIONS']['timeout'] * 1000}")


def refusal(request):
    """429 for an address that has had its answers of this minute built; else nothing."""
    limit = settings.API_LIMIT
    if not limit or PERMITS.take(address_of(request), limit):
        return None
    return problems.answer(429, headers={"Retry-After": str(math.ceil(MINUTE - time() % MINUTE))})


def address_of(request):
    """The address of whoever asks, as sign-in takes it: that behind the trusted proxy."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return "unknown"
