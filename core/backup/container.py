"""The bytes of a backup: a head, the content in pieces, and a checksum over all of it.

    PAIRING PORTAL BACKUP ⏎  one line of JSON ⏎  (length, piece)…  length 0  SHA-256 of everything before

Lengths are four bytes, big end first. With a passphrase each piece is sealed by AES-256-GCM: the key is made by scrypt
of the passphrase and a salt of this file alone, the nonce counts the pieces and marks the last one, and the head is
authenticated with each, so that pieces can be neither changed nor moved, left out or taken from another backup.
"""

import hashlib
import io
import json
import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext as _

from .exceptions import BackupRefused

MAGIC = b"PAIRING PORTAL BACKUP\n"
FORMAT = 1
PIECE = 1024 * 1024  # bytes
LONGEST_PIECE = PIECE + 16  # with the tag of AES-GCM
LONGEST_HEAD = 1000
CHECKSUM = hashlib.sha256().digest_size
LENGTH = struct.Struct(">I")
SCRYPT = {"n": 2**15, "r": 8, "p": 1}  # 32 MB and a tenth of a second for each guess


class NoSeal:
    """Pieces as they are, where no passphrase was given."""

    @staticmethod
    def close(piece, number, is_last):
        return piece

    open = close


class Seal:
    """Pieces that only the passphrase opens."""

    def __init__(self, passphrase, head):
        facts = json.loads(head.removeprefix(MAGIC))
        scrypt = Scrypt(salt=bytes.fromhex(facts["salt"]), length=32, **SCRYPT)
        self.cipher, self.head = AESGCM(scrypt.derive(passphrase.encode())), head

    @staticmethod
    def nonce(number, is_last):
        return number.to_bytes(11) + bytes([is_last])

    def close(self, piece, number, is_last):
        return self.cipher.encrypt(self.nonce(number, is_last), piece, self.head)

    def open(self, piece, number, is_last):
        try:
            return self.cipher.decrypt(self.nonce(number, is_last), piece, self.head)
        except InvalidTag:
            raise BackupRefused(_("The passphrase does not open this backup.")) from None


class ContainerWriter(io.RawIOBase):
    """Writes what it is given into `file` as a container; `finish` completes it."""

    def __init__(self, file, passphrase=""):
        self.file, self.digest, self.number, self.waiting = file, hashlib.sha256(), 0, bytearray()
        facts = {"format": FORMAT} | ({"salt": os.urandom(16).hex()} if passphrase else {})
        head = MAGIC + json.dumps(facts).encode() + b"\n"
        self.seal = Seal(passphrase, head) if passphrase else NoSeal()
        self._put(head)

    def writable(self):
        return True

    def write(self, data):
        self.waiting += data
        while len(self.waiting) > PIECE:  # one is kept back: the last one is marked
            self._put_piece(bytes(self.waiting[:PIECE]), is_last=False)
            del self.waiting[:PIECE]
        return len(data)

    def finish(self):
        """Write the last piece and the checksum; give the checksum of the whole file."""
        self._put_piece(bytes(self.waiting), is_last=True)
        self._put(LENGTH.pack(0))
        checksum = self.digest.digest()
        self._put(checksum)
        return self.digest.hexdigest()

    def _put_piece(self, piece, is_last):
        sealed = self.seal.close(piece, self.number, is_last)
        self.number += 1
        self._put(LENGTH.pack(len(sealed)) + sealed)

    def _put(self, data):
        self.file.write(data)
        self.digest.update(data)


class ContainerReader(io.RawIOBase):
    """The content of a container, read from the beginning to the end."""

    def __init__(self, file, passphrase=""):
        self.file, self.number = file, 0
        head, facts = read_head(file)
        if "salt" in facts and not passphrase:
            raise BackupRefused(
                _("This backup is encrypted. Set BACKUP_PASSPHRASE or BACKUP_PASSPHRASE_FILE to its passphrase.")
            )
        self.seal = Seal(passphrase, head) if "salt" in facts else NoSeal()
        self.ahead, self.rest = self._sealed(), b""

    def readable(self):
        return True

    def readinto(self, buffer):
        while not self.rest and self.ahead:
            piece, self.ahead = self.ahead, self._sealed()
            self.rest = memoryview(self.seal.open(piece, self.number, is_last=not self.ahead))
            self.number += 1
        size = min(len(buffer), len(self.rest))
        buffer[:size] = self.rest[:size]
        self.rest = self.rest[size:]
        return size

    def _sealed(self):
        """The next piece as it stands in the file; empty at the end."""
        (length,) = LENGTH.unpack(exactly(self.file, LENGTH.size))
        if length > LONGEST_PIECE:
            raise BackupRefused(altered())
        return exactly(self.file, length)


def check_whole(file):
    """BackupRefused unless every byte of `file` is as it was written; it stands at its beginning afterwards."""
    read_head(file)
    left = file.seek(0, os.SEEK_END) - CHECKSUM
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0:
        data = exactly(file, min(left, PIECE))
        digest.update(data)
        left -= len(data)
    if left < 0 or file.read() != digest.digest():
        raise BackupRefused(altered())
    file.seek(0)


def read_head(file):
    """The head of a container, and what it says."""
    file.seek(0)
    magic = file.read(len(MAGIC))
    if magic != MAGIC:
        raise BackupRefused(_("This file is no backup of the portal, or its beginning was altered."))
    line = file.readline(LONGEST_HEAD)
    try:
        facts = json.loads(line)
        is_known = facts["format"] == FORMAT and len(bytes.fromhex(facts.get("salt", ""))) in (0, 16)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BackupRefused(altered()) from None
    if not is_known:
        raise BackupRefused(_("This backup was made by a newer version of the portal. Install that version first."))
    return magic + line, facts


def exactly(file, size):
    data = file.read(size)
    if len(data) != size:
        raise BackupRefused(altered())
    return data


def altered():
    return _("The backup was cut short or altered: its checksum does not match. Take another copy of it.")
